using Salience.Attribution;
using Salience.Decomposition;
using Salience.Evaluation.Metrics;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments.Axioms;

/// <summary>Completeness with φ = sum: what attributions add up to, against what is promised, against f(x), and against f(x) − f(0).</summary>
internal sealed class CompletenessCheck() : AxiomCheck(AxiomParts.Completeness)
{
    private const string Criticism = "A sum says nothing about places: attributions in any order have the same.";

    public static readonly Metric Residual = new(
        "residual", "share of |f|", MetricDirection.Lower, "|Σ attributions − promised| / |f(x)|, promised being f(x), f(x) − f(x₀) or what else the method says; none where it promises nothing.",
        "Srinivas and Fleuret 2019, definition 1, with φ = Σ; Sundararajan et al. 2017", Criticism, Compared: false);

    public static readonly Metric FromOutput = new(
        "values-to-f", "share of |f|", MetricDirection.Lower, "|Σ attributions − f(x)| / |f(x)|, whatever the method promises.", "Ours", Criticism + " A method without units of the output has no reason to be near.", Compared: false);

    public static readonly Metric FromDifference = new(
        "values-to-difference", "share of |f|", MetricDirection.Lower, "|Σ attributions − (f(x) − f(0))| / |f(x)|, 0 the input of zeros.", "Ours", Criticism + " Methods with another reference have no reason to be near.", Compared: false);

    public static readonly Metric MapFromOutput = new(
        "map-to-f", "share of |f|", MetricDirection.Lower, "|Σ pixels of the map − f(x)| / |f(x)|: what is left of completeness in the picture that is shown.", "Ours",
        Criticism + " Maps of magnitudes, rescaled and enlarged maps are rankings of places, not amounts.", Compared: false);

    /// <inheritdoc/>
    public override IReadOnlyList<Metric> Metrics { get; } = [Residual, FromOutput, FromDifference, MapFromOutput];

    /// <inheritdoc/>
    public override void Measure(CellRequest cell, CellFigures figures)
    {
        var (n, f) = (cell.Chunk.Count, Scores(cell.Chunk.Outputs, cell.Chunk.Predicted));
        var zero = cell.Chunk.Keep("outputs of zeros", () => cell.Subject.Model.Run(zeros_like(cell.Chunk.Images.narrow(0, 0, 1)), 1, cell.Cancellation));
        var reference = Scores(zero.expand(n, -1), cell.Chunk.Predicted);
        using var explanation = Explain(cell);
        double[]? sums = explanation switch
        {
            { Values: { } values } => PerImage.Sum(values, n),
            { Account: { } account } => [.. account.Sums],
            { } shown => PerImage.Sum(shown.Map, n),
            null => null,
        };
        var map = PerImage.Sum(explanation?.Map ?? cell.Map, n);
        for (var i = 0; i < n; i++)
        {
            double Relative(double difference) => f[i] == 0 ? double.NaN : Math.Abs(difference / f[i]);
            figures.Set(Residual, i, explanation?.Account is { } promise ? Relative(promise.Sums[i] - promise.Expected[i]) : double.NaN);
            figures.Set(FromOutput, i, sums is null ? double.NaN : Relative(sums[i] - f[i]));
            figures.Set(FromDifference, i, sums is null ? double.NaN : Relative(sums[i] - (f[i] - reference[i])));
            figures.Set(MapFromOutput, i, Relative(map[i] - f[i]));
        }
    }

    /// <summary>What the method says before it becomes a map; <see langword="null"/> for controls, which have nothing else.</summary>
    private static Explanation? Explain(CellRequest cell)
    {
        if (AttributionMethods.Find(cell.Method.Name.Split(':')[0].Trim()) is null)
            return null;
        using var method = AttributionMethods.Create(cell.Method.Name, cell.Subject.Model.Network, cell.Batch);
        return method.Explain(cell.Chunk.Images, Target.Classes(cell.Chunk.Predicted), progress: null, cell.Cancellation);
    }

    private static double[] Scores(Tensor outputs, IReadOnlyList<int> classes)
    {
        using var scope = NewDisposeScope();
        return PerImage.Values(outputs.gather(1, tensor(classes.Select(c => (long)c).ToArray()).unsqueeze(1)).squeeze(1));
    }
}
