using System.Numerics;
using Salience.Attribution.Engine;
using Salience.Decomposition;
using Salience.Networks;
using Salience.Operators;
using Salience.PostProcessing;
using static TorchSharp.torch;

namespace Salience.Attribution;

/// <summary>Turns terms into a map while the backward pass runs: sums of the same resolution are kept, terms are not.</summary>
/// <typeparam name="T">float or double, as the network computes.</typeparam>
/// <param name="preset">How terms become a map.</param>
/// <param name="images">Number of images.</param>
/// <param name="place">Where on the picture a node's output belongs.</param>
/// <param name="choice">Which terms the map shows.</param>
internal sealed class MapBuilder<T>(Preset preset, int images, Func<string, Tensor, Placement> place, TermChoice choice) : IBiasTermSink
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TermReducer<T> _reducer = new(preset);
    private readonly Dictionary<(long Height, long Width), T[]> _maps = [];
    private readonly List<BiasTerm> _terms = [];
    private readonly double[] _absent = new double[images];
    private readonly double[] _leftOut = new double[images];
    private readonly HashSet<string> _leftOutNodes = [];

    public void Accept(Node node, int output, Tensor gradient, Tensor bias, BiasKind kind)
    {
        var placement = place(node.Outputs[output], gradient);
        var placed = TermPlaces.Has(preset, node, placement, gradient.shape);
        var drawn = placed && choice.Bias(node, kind);
        var (total, onPicture) = placement is Placement.Nchw ? DrawWhole(gradient, bias, drawn) : DrawPlaced(placement, gradient * bias, drawn);
        _terms.Add(new BiasTerm(node.Name, node.Operator.Name, kind, gradient.shape, total, placed));
        // What an index leaves out (a class token) is not in the picture although the rest of the term is.
        for (var i = 0; i < images; i++)
            _absent[i] += placed ? total[i] - onPicture[i] : total[i];
        if (placed && !drawn)
            LeaveOut(node.Name, onPicture);
    }

    /// <summary>The map and the account, once the backward pass is over.</summary>
    public FullGradExplanation Finish(FullGradientPass.Pass pass)
    {
        using var scope = NewDisposeScope();
        var product = pass.Input * pass.InputGradient;
        var inputTerms = PerImage.Sum(product, images);
        var one = ones(1, dtype: product.dtype);
        Draw(product.dim() == 4 ? product : product.reshape(images, 1, 1, -1), one, choice.Input);
        if (!choice.Input)
            LeaveOut(node: null, inputTerms);
        var (height, width) = product.dim() == 4 ? (product.shape[2], product.shape[3]) : (1, product.numel() / images);
        var map = Merge(height, width);
        if (preset.ScaleMap)
            map = ScaleEach(map);
        var terms = _terms.OrderBy(t => pass.Order[t.Node]).ToList();
        if (pass.TargetTerm() is { } own)
            terms.Add(own);
        var completeness = new Completeness(pass, inputTerms, terms, pass.AddTargetBias(_absent));
        var leftOut = new TermsLeftOut(!choice.Input, [.. _leftOutNodes.OrderBy(n => pass.Order[n])], _leftOut);
        return new FullGradExplanation(map, pass, completeness, leftOut);
    }

    private void LeaveOut(string? node, IReadOnlyList<double> sums)
    {
        if (node is not null)
            _leftOutNodes.Add(node);
        for (var i = 0; i < images; i++)
            _leftOut[i] += sums[i];
    }

    /// <summary>Reduces <c>(N, C, H, W)</c> into the sum of its resolution.</summary>
    private double[] Draw(Tensor gradient, Tensor bias, bool drawn) =>
        _reducer.Reduce(TermMemory<T>.Of(gradient, bias), drawn ? MapOf(gradient.shape[2], gradient.shape[3]) : []);

    private (double[] Total, double[] OnPicture) DrawWhole(Tensor gradient, Tensor bias, bool drawn)
    {
        var sums = Draw(gradient, bias, drawn);
        return (sums, sums);
    }

    private (double[] Total, double[] OnPicture) DrawPlaced(Placement placement, Tensor term, bool drawn)
    {
        var rows = placement.PerImage(term, images);
        var sums = PerImage.Sum(rows, images);
        if (placement is not Placement.Grid grid)
            return (sums, new double[images]);
        var placed = rows.index_select(1, tensor(grid.Index)).view(images, grid.Channels, grid.Height, grid.Width);
        return (sums, Draw(placed, ones(1, dtype: placed.dtype), drawn));
    }

    private T[] MapOf(long height, long width)
    {
        if (!_maps.TryGetValue((height, width), out var map))
            _maps.Add((height, width), map = new T[images * height * width]);
        return map;
    }

    private Tensor Merge(long height, long width)
    {
        if (_maps.Count == 0)
            MapOf(height, width);
        Tensor? total = null;
        // From coarse to fine, whatever the order of the terms was.
        foreach (var ((h, w), values) in _maps.OrderBy(m => m.Key))
        {
            var map = Upsampling.Bilinear(FromArray(values).view(images, 1, h, w), height, width, preset.AlignCorners);
            total = total is null ? map : total + map;
        }

        return total!;
    }

    private static Tensor FromArray(T[] values) => values is float[] single ? tensor(single) : tensor((double[])(object)values);

    /// <summary>Each image's map to [0, 1].</summary>
    private Tensor ScaleEach(Tensor map)
    {
        var low = map.amin([1, 2, 3], keepdim: true);
        var shifted = map - low;
        return shifted / (shifted.amax([1, 2, 3], keepdim: true) + preset.Epsilon);
    }
}
