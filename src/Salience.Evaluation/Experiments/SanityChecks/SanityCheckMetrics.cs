using Salience.Evaluation.MapSimilarity;
using Salience.Evaluation.Metrics;

namespace Salience.Evaluation.Experiments.SanityChecks;

/// <summary>The figures of the sanity checks: each measure of likeness along the stages, and its mean over them.</summary>
internal sealed class SanityCheckMetrics
{
    private const string Source = "Adebayo et al. 2018";
    private const string Criticism =
        "A map that changes may still be wrong; making later layers random keeps the scale of activations, so maps can only differ so much (Binder et al. 2023); results depend on the task (Yona and Greenfeld 2021).";

    private readonly (Metric Curve, Metric Mean, Func<MapComparison, double> Value)[] _measures;

    public SanityCheckMetrics(int stages)
    {
        var axis = new MetricAxis("share of layers that are random", string.Empty, [.. Enumerable.Range(1, stages).Select(k => (double)k / stages)]);
        _measures = [.. SimilarityMeasure.All.Select(m => (
            new Metric(m.Name, string.Empty, MetricDirection.Lower, m.Definition, Source, Against(m), axis),
            new Metric($"mean-{m.Name}", string.Empty, MetricDirection.Lower, $"Mean over the stages: {m.Definition}", Source, Against(m)),
            m.Value))];
    }

    /// <summary>How much more the maps of a wholly random network hold.</summary>
    public static Metric EntropyRise { get; } = new(
        "entropy-rise", "share", MetricDirection.Higher, "(H(ê) − H(e)) / H(e), H the entropy of a map's histogram of 100 bins, ê the map of the wholly random network.",
        "Efficient MPRT, Hedström et al. 2024", "Rewards maps that are simple on a trained network, right or wrong.");

    /// <summary>All figures.</summary>
    public IReadOnlyList<Metric> All => [.. _measures.Select(m => m.Curve), .. _measures.Select(m => m.Mean), EntropyRise];

    /// <summary>Sets the figures of an item.</summary>
    /// <param name="figures">Where.</param>
    /// <param name="item">Position in the cell.</param>
    /// <param name="stages">Comparisons along the stages, or a single one, which has no curve.</param>
    public void Set(CellFigures figures, int item, IReadOnlyList<MapComparison> stages)
    {
        foreach (var (curve, mean, value) in _measures)
        {
            var values = stages.Select(value).ToArray();
            if (values.Length == curve.Points && values.Length > 1)
                figures.Set(curve, item, values);
            figures.Set(mean, item, values.Average());
        }
    }

    private static string Against(SimilarityMeasure measure) => $"{measure.Criticism} {Criticism}".TrimStart();
}
