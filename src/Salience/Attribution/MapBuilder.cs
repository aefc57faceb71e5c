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
/// <param name="preset">Which terms enter.</param>
/// <param name="composition">The stages.</param>
/// <param name="images">N.</param>
/// <param name="place">Where a value belongs, by its name.</param>
/// <param name="choice">Which terms the map shows.</param>
/// <param name="places">What of the network the composition needs; <see langword="null"/> where it needs nothing.</param>
internal sealed class MapBuilder<T>(
    Preset preset, MapComposition composition, int images, Func<string, Tensor, Placement> place, TermChoice choice, NetworkPlaces? places = null) : IBiasTermSink
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TermStages<T> _stages = new(composition);
    private readonly LayerMaps<T> _maps = new(composition, images);
    private readonly GlobalTerms _global = new(composition.Global, images);
    private readonly List<BiasTerm> _terms = [];
    private readonly double[] _absent = new double[images];
    private readonly double[] _leftOut = new double[images];
    private readonly HashSet<string> _leftOutNodes = [];

    public void Accept(Node node, int output, Tensor gradient, Tensor bias, BiasKind kind)
    {
        var value = node.Outputs[output];
        var placement = place(value, gradient);
        var placed = TermPlaces.Has(preset, node, placement, gradient.shape);
        var drawn = placed && choice.Bias(node, kind);
        var (total, onPicture) = placement is Placement.Nchw ? DrawWhole(value, gradient, bias, drawn) : DrawPlaced(value, placement, gradient * bias, drawn);
        _terms.Add(new BiasTerm(node.Name, node.Operator.Name, kind, gradient.shape, total, placed));
        if (placed && !drawn)
            LeaveOut(node.Name, onPicture);
        // What an index leaves out (a class token) is not in the picture although the rest of the term is.
        double[] rest = placed ? [.. total.Zip(onPicture, (a, b) => a - b)] : total;
        if (placed ? placement is not Placement.Grid : HasPlace(placement, gradient))
            AddTo(_absent, rest);
        else
            Place(node, kind, value, rest);
    }

    /// <summary>The map and the account, once the backward pass is over.</summary>
    public FullGradExplanation Finish(FullGradientPass.Pass pass)
    {
        using var scope = NewDisposeScope();
        var product = pass.Input * pass.InputGradient;
        var inputTerms = PerImage.Sum(product, images);
        var input = places?.Input ?? "input";
        Draw(input, product.dim() == 4 ? product : product.reshape(images, 1, 1, -1), ones(1, dtype: product.dtype), choice.Input);
        if (!choice.Input)
            LeaveOut(node: null, inputTerms);
        var (height, width) = product.dim() == 4 ? (product.shape[2], product.shape[3]) : (1, product.numel() / images);
        if (pass.TargetTerm() is { } target)
            Place(new Node(target.Node, new Identity(), [], []), target.Kind, places?.Output ?? "output", [.. target.Sums]);
        AddTo(_absent, _global.Draw(pass, place, input, DrawAmounts, amounts => DrawAmounts(input, Even(amounts, height, width))));

        var (map, scales) = ScaleStage.Apply(_maps.Merge(height, width, places?.Field), composition);
        var terms = _terms.OrderBy(t => pass.Order[t.Node]).ToList();
        if (pass.TargetTerm() is { } own)
            terms.Add(own);
        var completeness = new Completeness(pass, inputTerms, terms, _absent);
        var leftOut = new TermsLeftOut(!choice.Input, [.. _leftOutNodes.OrderBy(n => pass.Order.GetValueOrDefault(n, int.MaxValue))], _leftOut);
        return new FullGradExplanation(map, pass, completeness, leftOut, Account(map, completeness), scales);
    }

    private static bool HasPlace(Placement placement, Tensor value) =>
        placement is Placement.Grid || placement is Placement.Nchw && value.shape[2] * value.shape[3] > 1;

    /// <summary>A term without a place, or the part of one.</summary>
    private void Place(Node node, BiasKind kind, string value, double[] amounts)
    {
        if (composition.Global == GlobalRule.Drop || choice.Bias(node, kind))
            _global.Add(value, amounts);
        else if (amounts.Any(a => a != 0))
            LeaveOut(node.Name, amounts);
    }

    private void LeaveOut(string? node, IReadOnlyList<double> sums)
    {
        if (node is not null)
            _leftOutNodes.Add(node);
        AddTo(_leftOut, sums);
    }

    /// <summary>Reduces <c>(N, C, h, w)</c> into the sum of its resolution.</summary>
    private double[] Draw(string value, Tensor gradient, Tensor bias, bool drawn) =>
        _stages.Reduce(gradient, bias, drawn ? _maps.Of(value, gradient.shape[2], gradient.shape[3]) : []);

    private (double[] Total, double[] OnPicture) DrawWhole(string value, Tensor gradient, Tensor bias, bool drawn)
    {
        var sums = Draw(value, gradient, bias, drawn);
        return (sums, sums);
    }

    private (double[] Total, double[] OnPicture) DrawPlaced(string value, Placement placement, Tensor term, bool drawn)
    {
        var rows = placement.PerImage(term, images);
        var sums = PerImage.Sum(rows, images);
        if (placement is not Placement.Grid grid)
            return (sums, new double[images]);
        var placed = rows.index_select(1, tensor(grid.Index)).view(images, grid.Channels, grid.Height, grid.Width);
        return (sums, Draw(value, placed, ones(1, dtype: placed.dtype), drawn));
    }

    /// <summary>Amounts in units of the output, <c>(N, 1, h, w)</c>: a term of one channel.</summary>
    private void DrawAmounts(string value, Tensor amounts)
    {
        using var scope = NewDisposeScope();
        var type = typeof(T) == typeof(float) ? ScalarType.Float32 : ScalarType.Float64;
        Draw(value, amounts.to_type(type), ones(1, dtype: type), drawn: true);
    }

    private static Tensor Even(double[] amounts, long height, long width) =>
        (tensor(amounts) / (height * width)).view(-1, 1, 1, 1).expand(-1, 1, height, width);

    private static void AddTo(double[] sums, IReadOnlyList<double> amounts)
    {
        for (var i = 0; i < sums.Length; i++)
            sums[i] += amounts[i];
    }

    /// <summary>What the map adds up to, where its stages keep sums.</summary>
    private SumAccount? Account(Tensor map, Completeness completeness)
    {
        if (!composition.KeepsSum)
            return null;
        double[] missing = [.. completeness.AbsentFromPicture.Zip(_leftOut, (a, b) => a + b)];
        var promise = _leftOutNodes.Count == 0 && choice.Input && _absent.All(a => a == 0) ? "f(x)" : "f(x) − what is not in the map";
        return new SumAccount(promise, [.. completeness.Outputs.Zip(missing, (f, m) => f - m)], PerImage.Sum(map, images));
    }
}
