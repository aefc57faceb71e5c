using Salience.Decomposition;
using Salience.Evaluation.Metrics;
using Salience.Evaluation.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments.Robustness;

/// <summary>Measures <see cref="Infidelity"/>; what removal does to the output is computed once for all methods.</summary>
internal sealed class InfidelityMeasure(int squares) : RobustnessMeasure
{
    private const long Stream = 1;
    private const string Source = "Yeh et al. 2019, definition 2.1 with square removal and (for the first figure) their optimal scale; squares of 10 to 40 % of the shorter side at random places, scale not below 0, divided by the infidelity of an empty map";
    private const string Criticism = "Pictures with a square of the mean colour are unlike those the network knows; overlapping squares make regions in the middle count more. A map of positive values tells how large a square is without telling where anything is: compare with the control of random numbers.";

    private static readonly Metric Best = new(
        "infidelity", "", MetricDirection.Lower, "min over β ≥ 0 of Σ (β·s − d)² / Σ d²: s the map's sum over a removed square, d what the output loses with it. 0 tells all, 1 nothing.", Source, Criticism);

    private static readonly Metric Own = new(
        "infidelity-in-units", "", MetricDirection.Lower, "Σ (s − d)² / Σ d²: as infidelity, in the map's own units. An empty map has 1.", Source,
        "Only for maps in units of the output: magnitudes and rescaled maps are far above 1 and mean nothing here. " + Criticism, Compared: false);

    /// <inheritdoc/>
    public override IReadOnlyList<Metric> Metrics { get; } = [Best, Own];

    /// <inheritdoc/>
    public override void Measure(CellRequest cell, CellFigures figures)
    {
        for (var i = 0; i < cell.Chunk.Count; i++)
        {
            using var scope = NewDisposeScope();
            var image = cell.Chunk.Images.narrow(0, i, 1);
            var masks = SquareMasks.Draw(squares, (int)image.shape[2], (int)image.shape[3], new RandomStream(cell.Seed, cell.Chunk.Items[i], Stream));
            var drops = cell.Chunk.Keep($"drops of squares, {cell.Chunk.Items[i]}", () => Removal.Drops(cell.Subject.Model, image, cell.Chunk.Predicted[i], masks, cell.Batch, cell.Cancellation));
            var sums = masks.to_type(ScalarType.Float64).view(squares, -1).matmul(cell.Map[i].to_type(ScalarType.Float64).reshape(-1, 1)).view(-1);
            double[] s = PerImage.Values(sums), d = PerImage.Values(drops);
            figures.Set(Best, i, Infidelity.Scaled(s, d));
            figures.Set(Own, i, Infidelity.InUnits(s, d));
        }
    }
}
