using Salience.Evaluation.MapSimilarity;

namespace Salience.Evaluation.Experiments;

/// <summary>One of the measures by which experiments say how alike two maps of a picture are (Adebayo et al. 2018).</summary>
/// <param name="Name">Name of the metric.</param>
/// <param name="Definition">What it is, as one sentence.</param>
/// <param name="Criticism">What is known against it in particular; empty for nothing.</param>
/// <param name="Value">The figure of a comparison.</param>
internal sealed record SimilarityMeasure(string Name, string Definition, string Criticism, Func<MapComparison, double> Value)
{
    /// <summary>Rank correlation of magnitudes on what is not background.</summary>
    public static SimilarityMeasure OnInk { get; } = new(
        "spearman-on-ink", "Rank correlation of the magnitudes of the two maps on pixels that are not black.", string.Empty, c => c.SpearmanInk);

    /// <summary>Rank correlation with signs.</summary>
    public static SimilarityMeasure Signed { get; } = new(
        "spearman-signed", "Rank correlation of the two maps with signs.", "Maps without a sign have nothing to lose.", c => c.SpearmanSigned);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<SimilarityMeasure> All { get; } =
    [
        new("spearman-absolute", "Rank correlation of the magnitudes of the two maps.",
            "Where the background is zero, maps that multiply by the input are alike whatever the network is.", c => c.SpearmanAbsolute),
        Signed,
        OnInk,
        new("ssim", "Structural similarity of the magnitudes, each scaled to a maximum of 1.", "Two sparse maps are alike by their empty places.", c => c.StructuralSimilarity),
        new("hog", "Rank correlation of histograms of oriented gradients.", "Edges of the picture shine through both maps.", c => c.OrientedGradients),
    ];
}
