using Salience.Decomposition;
using Salience.Evaluation.Maps;
using Salience.Evaluation.MapSimilarity;
using Salience.Evaluation.Metrics;
using Salience.Evaluation.Statistics;
using Salience.Networks;
using Salience.Networks.Passes;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments.Axioms;

/// <summary>Batch-norm merging: the network as it is against the same function with every batch normalisation folded into its convolution.</summary>
/// <remarks>Measured only where the network has something to fold.</remarks>
internal sealed class BatchNormMergingCheck() : AxiomCheck(AxiomParts.Network)
{
    private const string Source = "Asked by a reviewer of Srinivas and Fleuret 2019";
    private const string Criticism = "Rounding is not zero: in float32 the two networks agree to about 10⁻⁶, and a ReLU at its kink may fall to either side.";

    public static readonly Metric Difference = new(
        "folding-difference", "", MetricDirection.Lower, "Maps of the network with batch normalisation apart and folded: ‖S_a − S_b‖₁ / ½(‖S_a‖₁ + ‖S_b‖₁); 0 equal.", Source, Criticism, Compared: false);

    public static readonly Metric Correlation = new(
        "folding-correlation", "", MetricDirection.Higher, "Spearman's rank correlation of the pixels of both maps.", Source, Criticism, Compared: false);

    /// <inheritdoc/>
    public override IReadOnlyList<Metric> Metrics { get; } = [Difference, Correlation];

    /// <summary>Whether there is something to fold.</summary>
    public static bool Applies(Network network) => AffineBlocks.Find(network).Count > 0;

    /// <inheritdoc/>
    public override void Measure(CellRequest cell, CellFigures figures)
    {
        if (!Applies(cell.Subject.Model.Network))
            return;
        using var scope = NewDisposeScope();
        using var folded = BatchNormalizationFolding.Apply(cell.Subject.Model.Network);
        using var method = cell.Method.On(folded);
        var (first, second) = (cell.Map, method.Map(new MapRequest(cell.Chunk.Images, Target.Classes(cell.Chunk.Predicted), cell.Chunk.Items, cell.Cancellation)));
        var differences = MapDistance.Relative(first, second);
        for (var i = 0; i < cell.Chunk.Count; i++)
        {
            figures.Set(Difference, i, differences[i]);
            figures.Set(Correlation, i, RankCorrelation.Spearman(PerImage.Values(first[i].flatten()), PerImage.Values(second[i].flatten())));
        }
    }
}
