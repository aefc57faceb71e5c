using Salience.Decomposition;
using Salience.Networks;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Attribution.Engine;

/// <summary>Full-gradient terms of each image, averaged with their signs over its copies, pass by pass.</summary>
/// <param name="images">Number of images.</param>
/// <param name="copies">Copies of each.</param>
/// <param name="place">Where on the picture a node's output belongs.</param>
internal sealed class MeanTerms(int images, int copies, Func<string, Tensor, Placement> place) : IBiasTermSink, IDisposable
{
    private readonly Dictionary<(string Node, int Output), Mean> _means = [];
    private readonly double[] _scores = new double[images];
    private readonly double[] _targetBias = new double[images];
    private PerturbedCopies _rows = new([], []);
    private FullGradientPass.Pass? _last;
    private Tensor? _input;

    /// <summary>The next terms are those of these copies.</summary>
    public MeanTerms Begin(PerturbedCopies rows)
    {
        _rows = rows;
        return this;
    }

    /// <inheritdoc/>
    public void Accept(Node node, int output, Tensor gradient, Tensor bias, BiasKind kind)
    {
        using var scope = NewDisposeScope();
        var placement = place(node.Outputs[output], gradient);
        var values = placement.PerImage(gradient * bias, _rows.Images.Length);
        if (!_means.TryGetValue((node.Name, output), out var mean))
        {
            var sums = zeros([images, values.shape[1]], values.dtype, values.device).DetachFromDisposeScope();
            _means.Add((node.Name, output), mean = new Mean(node, output, kind, placement, gradient.shape, _rows.Images.Length, sums));
        }

        _rows.AddTo(mean.Sums, values / copies);
    }

    /// <summary>The pass is over: adds the input term, the outputs and the bias of the target.</summary>
    public void End(FullGradientPass.Pass pass)
    {
        using var scope = NewDisposeScope();
        var product = pass.Input * pass.InputGradient / copies;
        _input ??= zeros([images, .. product.shape[1..]], product.dtype, product.device).DetachFromDisposeScope();
        _rows.AddTo(_input, product);
        var scores = PerImage.Values(pass.Scores.Scores);
        for (var r = 0; r < scores.Length; r++)
        {
            _scores[_rows.Images[r]] += scores[r] / copies;
            _targetBias[_rows.Images[r]] += (pass.TargetBias?[r] ?? 0) / copies;
        }

        _last = pass;
    }

    /// <summary>The averaged terms, in the order in which they came.</summary>
    public void HandOver(IBiasTermSink sink)
    {
        foreach (var mean in _means.Values)
        {
            using var scope = NewDisposeScope();
            var term = mean.Placement.FromPerImage(mean.Sums, mean.Shape, mean.Rows);
            sink.Accept(mean.Node, mean.Output, term, ones(1, dtype: term.dtype, device: term.device), mean.Kind);
        }
    }

    /// <summary>The averages as those of one pass: the input term stands for the input, its gradient is 1. Tensors belong to the current dispose scope.</summary>
    public FullGradientPass.Pass Pass()
    {
        var last = _last!;
        var scores = new TargetScores(tensor(_scores), last.Scores.Classes?[..1], last.Scores.Name, last.Scores.IsLinear);
        return last with
        {
            Input = _input!.alias(),
            InputGradient = ones(1, dtype: _input!.dtype),
            Scores = scores,
            TargetBias = last.TargetBias is null ? null : _targetBias,
            Outputs = tensor(_scores).unsqueeze(1),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _input?.Dispose();
        foreach (var mean in _means.Values)
            mean.Sums.Dispose();
    }

    /// <summary>One averaged term.</summary>
    /// <param name="Node">Whose bias it is.</param>
    /// <param name="Output">Index of its output.</param>
    /// <param name="Kind">Where the bias comes from.</param>
    /// <param name="Placement">Where its elements belong.</param>
    /// <param name="Shape">Shape of the term in a pass.</param>
    /// <param name="Rows">Copies in that pass.</param>
    /// <param name="Sums">One row an image.</param>
    private sealed record Mean(Node Node, int Output, BiasKind Kind, Placement Placement, long[] Shape, int Rows, Tensor Sums);
}
