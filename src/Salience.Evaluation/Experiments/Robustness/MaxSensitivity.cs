using Salience.Decomposition;
using Salience.Evaluation.Maps;
using Salience.Evaluation.Metrics;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments.Robustness;

/// <summary>Max-sensitivity: how far the map changes, at worst, under changes of the picture that nobody sees. The class explained stays that of the picture.</summary>
internal sealed class MaxSensitivity(int copies, double radius) : RobustnessMeasure
{
    private static readonly Metric Worst = new(
        "max-sensitivity", "", MetricDirection.Lower, "Largest ‖S(x + δ) − S(x)‖₂ / ‖S(x)‖₂ over random δ, each value within ± radius times the picture's range of values.",
        "Yeh et al. 2019, definition 2.2, relative to the map as Captum and Quantus have it; random pictures in place of the maximum",
        "A map that ignores picture and network is perfectly robust. A maximum over few random pictures is below the true one.");

    /// <inheritdoc/>
    public override IReadOnlyList<Metric> Metrics { get; } = [Worst];

    /// <inheritdoc/>
    public override void Measure(CellRequest cell, CellFigures figures)
    {
        using var scope = NewDisposeScope();
        var norms = Norms(cell.Map);
        var worst = new double[cell.Chunk.Count];
        for (var k = 0; k < copies; k++)
        {
            using var copy = NewDisposeScope();
            var pictures = cell.Chunk.Images + PictureNoise.Uniform(cell.Chunk.Images, radius, cell.Chunk.Items, cell.Seed, k);
            var changes = Norms(cell.Method.Map(new MapRequest(pictures, Target.Classes(cell.Chunk.Predicted), cell.Chunk.Items, cell.Cancellation)) - cell.Map);
            for (var i = 0; i < worst.Length; i++)
                worst[i] = Math.Max(worst[i], changes[i] / norms[i]);
        }

        for (var i = 0; i < worst.Length; i++)
            figures.Set(Worst, i, norms[i] > 0 ? worst[i] : double.NaN);
    }

    private static double[] Norms(Tensor maps) => [.. PerImage.Sum(maps * maps, (int)maps.shape[0]).Select(Math.Sqrt)];
}
