using Salience.Decomposition;
using Salience.Evaluation.Maps;
using Salience.Evaluation.Metrics;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments.Axioms;

/// <summary>Local Lipschitz estimate: how much faster than the picture the map changes, at worst, close to the picture.</summary>
internal sealed class LocalLipschitzCheck(int copies, double radius) : AxiomCheck(AxiomParts.Network)
{
    public static readonly Metric Estimate = new(
        "local-lipschitz", "", MetricDirection.Lower,
        "Largest, over pictures x′ = x + δ close by, of (‖S(x′) − S(x)‖₂ / ‖S(x)‖₂) / (‖δ‖₂ / ‖x‖₂): 1 changes as fast as the picture.",
        "Alvarez-Melis and Jaakkola 2018, equation 2; both sides relative, random pictures in place of a search", "A maximum over few random pictures is below the true one; a constant map has 0.", Compared: false);

    /// <inheritdoc/>
    public override IReadOnlyList<Metric> Metrics { get; } = [Estimate];

    /// <inheritdoc/>
    public override void Measure(CellRequest cell, CellFigures figures)
    {
        using var scope = NewDisposeScope();
        var (images, map) = (cell.Chunk.Images, cell.Map);
        double[] mapNorms = Norms(map), imageNorms = Norms(images), worst = new double[cell.Chunk.Count];
        for (var k = 0; k < copies; k++)
        {
            using var copy = NewDisposeScope();
            var noise = PictureNoise.Uniform(images, radius, cell.Chunk.Items, cell.Seed, k);
            var other = cell.Method.Map(new MapRequest(images + noise, Target.Classes(cell.Chunk.Predicted), cell.Chunk.Items, cell.Cancellation));
            var (changes, steps) = (Norms(other - map), Norms(noise));
            for (var i = 0; i < worst.Length; i++)
                worst[i] = Math.Max(worst[i], changes[i] / mapNorms[i] / (steps[i] / imageNorms[i]));
        }

        for (var i = 0; i < worst.Length; i++)
            figures.Set(Estimate, i, mapNorms[i] > 0 ? worst[i] : double.NaN);
    }

    private static double[] Norms(Tensor values) => [.. PerImage.Sum(values * values, (int)values.shape[0]).Select(Math.Sqrt)];
}
