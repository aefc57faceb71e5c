using Salience.Evaluation.MapSimilarity;
using Salience.Evaluation.Metrics;

namespace Salience.Evaluation.Experiments.LabelPermutation;

/// <summary>The figures of the data randomisation test.</summary>
internal static class LabelPermutationMetrics
{
    private const string Source = "Adebayo et al. 2018";
    private const string Criticism =
        "Two networks that know the same may still use different parts of a picture, and a map that is noise differs from every other: read it beside the part another-start.";

    private static readonly IReadOnlyList<(Metric Metric, SimilarityMeasure Measure)> Likeness =
        [.. SimilarityMeasure.All.Select(m => (new Metric(m.Name, string.Empty, MetricDirection.Lower, m.Definition, Source, $"{m.Criticism} {Criticism}".TrimStart(), null), m))];

    private static readonly IReadOnlyList<(Metric Metric, SimilarityMeasure Measure)> Dependence =
    [
        (Gain("label-dependence", SimilarityMeasure.OnInk, "A method whose maps follow the weights more than the picture gains, whether they show what was learned or not."), SimilarityMeasure.OnInk),
        (Gain("label-dependence-signed", SimilarityMeasure.Signed, "Maps without a sign are compared as they are."), SimilarityMeasure.Signed),
    ];

    /// <summary>Of the network trained otherwise.</summary>
    public static Metric TrainingAccuracy { get; } = Fact(
        "training-accuracy", "Share of the training pictures of which the other network names the label that it learned; one figure for all pictures.");

    /// <summary>Of the network trained otherwise.</summary>
    public static Metric TestAccuracy { get; } = Fact("test-accuracy", "1 where the other network names the picture's class, else 0.");

    /// <summary>Of the network trained on true labels.</summary>
    public static Metric ReferenceTrainingAccuracy { get; } = Fact(
        "reference-training-accuracy", "Share of the training pictures of which the network trained on true labels names the class; one figure for all pictures.");

    /// <summary>Of the network trained on true labels.</summary>
    public static Metric ReferenceTestAccuracy { get; } = Fact("reference-test-accuracy", "1 where the network trained on true labels names the picture's class, else 0.");

    /// <summary>Whether the trainings came to what the test supposes.</summary>
    public static Metric Fitted { get; } = Fact(
        "fitted", "1 where both networks reached the training accuracy of the setting fitted, else 0: then the figures are not those of the test, train longer.");

    /// <summary>All figures.</summary>
    public static IReadOnlyList<Metric> All { get; } =
        [.. Likeness.Select(m => m.Metric), .. Dependence.Select(m => m.Metric), TrainingAccuracy, TestAccuracy, ReferenceTrainingAccuracy, ReferenceTestAccuracy, Fitted];

    /// <summary>Sets how alike the maps of the two networks are.</summary>
    public static void SetLikeness(CellFigures figures, IReadOnlyList<MapComparison> comparisons)
    {
        foreach (var (metric, measure) in Likeness)
        {
            for (var n = 0; n < comparisons.Count; n++)
                figures.Set(metric, n, measure.Value(comparisons[n]));
        }
    }

    /// <summary>Sets by how much the labels alone make maps differ.</summary>
    public static void SetDependence(CellFigures figures, IReadOnlyList<MapComparison> sameLabels, IReadOnlyList<MapComparison> permutedLabels)
    {
        foreach (var (metric, measure) in Dependence)
        {
            for (var n = 0; n < sameLabels.Count; n++)
                figures.Set(metric, n, measure.Value(sameLabels[n]) - measure.Value(permutedLabels[n]));
        }
    }

    private static Metric Gain(string name, SimilarityMeasure measure, string criticism) => new(
        name, string.Empty, MetricDirection.Higher,
        $"How much more alike the map is to that of the network trained again on true labels than to that of the network trained on permuted labels, both from the same other start, by {measure.Name}.",
        "Ours, after Adebayo et al. 2018", criticism);

    private static Metric Fact(string name, string definition) => new(
        name, "share", MetricDirection.Neither, definition, "Control", "None: it does not depend on the method.", Compared: false);
}
