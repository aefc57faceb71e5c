using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Glyphs;

/// <summary>Multinomial logistic regression on standardised features, trained by accelerated gradient steps until nothing moves.</summary>
internal sealed class SoftmaxRegression : IDisposable
{
    private const int Classes = 10;
    private const double Ridge = 1e-3;
    private const double Still = 1e-4;
    private const int MostSteps = 5000;
    private readonly Tensor _mean, _deviation, _weights;

    /// <summary>Trains.</summary>
    /// <param name="features">One row for each example.</param>
    /// <param name="labels">Its class.</param>
    public SoftmaxRegression(IReadOnlyList<double[]> features, IReadOnlyList<int> labels)
    {
        using var scope = NewDisposeScope();
        var x = Matrix(features);
        (_mean, _deviation) = (x.mean([0L]), x.std(0) + 1e-9);
        x = Standard(x);
        var truth = nn.functional.one_hot(tensor(labels.Select(l => (long)l).ToArray()), Classes).to(float64);

        // The curvature of softmax regression is at most half of that of least squares.
        var curvature = 0.5 * linalg.eigvalsh(x.t().mm(x) / x.shape[0])[-1].ToDouble() + Ridge;
        var (w, ahead) = (zeros([x.shape[1], Classes], float64), zeros([x.shape[1], Classes], float64));
        for (var step = 1; ; step++)
        {
            using var inner = NewDisposeScope();
            var slope = x.t().mm(x.mm(ahead).softmax(1) - truth) / x.shape[0] + Ridge * ahead;
            var next = ahead - slope / curvature;
            Residual = slope.abs().max().ToDouble();
            (ahead, w) = ((next + (step - 1.0) / (step + 2.0) * (next - w)).MoveToOuterDisposeScope(), next.MoveToOuterDisposeScope());
            if (Residual < Still || step == MostSteps)
                break;
        }

        _weights = w;
        foreach (var kept in new[] { _mean, _deviation, _weights })
            kept.MoveToOuterDisposeScope();
    }

    /// <summary>The largest slope of the loss at the end.</summary>
    public double Residual { get; }

    /// <summary>Whether training ended because nothing moved any more.</summary>
    public bool Converged => Residual < Still;

    /// <summary>The share of examples whose class is found.</summary>
    public double Accuracy(IReadOnlyList<double[]> features, IReadOnlyList<int> labels)
    {
        using var scope = NewDisposeScope();
        var found = Standard(Matrix(features)).mm(_weights).argmax(1).data<long>().ToArray();
        return found.Zip(labels).Average(pair => pair.First == pair.Second ? 1.0 : 0);
    }

    public void Dispose()
    {
        _mean.Dispose();
        _deviation.Dispose();
        _weights.Dispose();
    }

    private static Tensor Matrix(IReadOnlyList<double[]> rows) => tensor([.. rows.SelectMany(r => r)], [rows.Count, rows[0].Length]);

    private Tensor Standard(Tensor x) => cat([(x - _mean) / _deviation, ones([x.shape[0], 1], float64)], 1);
}
