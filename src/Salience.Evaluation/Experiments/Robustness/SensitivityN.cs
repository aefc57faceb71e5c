using Salience.Decomposition;
using Salience.Evaluation.Metrics;
using Salience.Evaluation.Randomness;
using Salience.Evaluation.Statistics;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments.Robustness;

/// <summary>Sensitivity-n: over random sets of n pixels, does the map's sum go with what the output loses without them?</summary>
/// <remarks>What removal does to the output is computed once for all methods.</remarks>
internal sealed class SensitivityN(int subsets) : RobustnessMeasure
{
    private const long Stream = 2;
    private const string Source = "Ancona et al. 2018, section 5: pixels with all their channels, set to 0; sets of different sizes within one another";
    private const string Criticism =
        "Scattered pixels of the mean colour make pictures unlike those the network knows. Pearson's correlation does not see units; for a large share all sets are nearly equal and it rests on small differences.";

    private static readonly double[] Shares = [0.02, 0.05, 0.1, 0.2, 0.4, 0.7];

    private static readonly Metric Curve = new(
        "sensitivity-n", "", MetricDirection.Higher, "Pearson's correlation, over random sets of n pixels, of the map's sum over the set with f(x) − f(x without the set). 1 for every n where the output is linear in the map's pixels.", Source,
        Criticism, new MetricAxis("pixels removed", "share", Shares, Logarithmic: true), Compared: false);

    private static readonly Metric Mean = new("sensitivity-n-mean", "", MetricDirection.Higher, "Mean of sensitivity-n over its sizes.", Source, Criticism);

    /// <inheritdoc/>
    public override IReadOnlyList<Metric> Metrics { get; } = [Curve, Mean];

    /// <summary>Sizes of the sets in pixels.</summary>
    public static long[] Sizes(long pixels) => [.. Shares.Select(share => Math.Max(1, (long)Math.Round(share * pixels)))];

    /// <inheritdoc/>
    public override void Measure(CellRequest cell, CellFigures figures)
    {
        for (var i = 0; i < cell.Chunk.Count; i++)
        {
            using var scope = NewDisposeScope();
            var image = cell.Chunk.Images.narrow(0, i, 1);
            var (height, width) = (image.shape[2], image.shape[3]);
            var sizes = Sizes(height * width);
            var orders = PixelOrders.Draw(subsets, height * width, new RandomStream(cell.Seed, cell.Chunk.Items[i], Stream));
            var drops = cell.Chunk.Keep($"drops of sets, {cell.Chunk.Items[i]}", () => stack(
                [.. sizes.Select(size => Removal.Drops(cell.Subject.Model, image, cell.Chunk.Predicted[i], PixelOrders.Masks(orders, size, height, width), cell.Batch, cell.Cancellation))]));
            var sums = cell.Map[i].to_type(ScalarType.Float64).flatten()[orders].cumsum(1);
            double[] correlations = [.. sizes.Select((size, n) => RankCorrelation.Pearson(PerImage.Values(sums.select(1, size - 1)), PerImage.Values(drops[n])))];
            figures.Set(Curve, i, correlations);
            figures.Set(Mean, i, correlations.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average());
        }
    }
}
