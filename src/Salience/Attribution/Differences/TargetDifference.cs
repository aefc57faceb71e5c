using Salience.Attribution.Engine;
using Salience.Decomposition;
using static TorchSharp.torch;

namespace Salience.Attribution.Differences;

/// <summary>Where the multipliers of a target begin: those of the network's outputs.</summary>
/// <param name="Scores">The scalars at the images.</param>
/// <param name="Differences">f(x) − f(x₀) for each pair.</param>
/// <param name="Multipliers">Of the outputs, <c>(N, K)</c>: <c>⟨m, y − y₀⟩ = f(x) − f(x₀)</c>.</param>
internal sealed record TargetDifference(TargetScores Scores, double[] Differences, Tensor Multipliers)
{
    private const int Steps = 32;

    private static readonly (double[] Nodes, double[] Weights) Rule = GaussLegendre.Rule(Steps);

    /// <summary>
    /// A linear target has its gradient for a multiplier; of others the gradient is averaged on the way from the reference's outputs to the image's,
    /// and what the quadrature misses is added along the difference.
    /// </summary>
    /// <param name="target">Which scalars.</param>
    /// <param name="y">Outputs at the images.</param>
    /// <param name="y0">Outputs at the references.</param>
    public static TargetDifference Of(Target target, Tensor y, Tensor y0)
    {
        var (scores, gradient, _) = TargetGradient.Of(target, y);
        // The best class, where the target asks for it, is that of the image.
        var same = target.For(scores, [.. Enumerable.Range(0, (int)y.shape[0])]);
        var difference = scores.Scores - TargetGradient.Of(same, y0).Scores.Scores;
        var multipliers = scores.IsLinear ? gradient : OnTheWay(same, y.detach(), y0, difference);
        return new TargetDifference(scores, PerImage.Values(difference), multipliers);
    }

    private static Tensor OnTheWay(Target target, Tensor y, Tensor y0, Tensor difference)
    {
        using var scope = NewDisposeScope();
        var delta = y - y0;
        var mean = zeros_like(y);
        for (var k = 0; k < Steps; k++)
            mean.add_(TargetGradient.Of(target, y0 + delta * Rule.Nodes[k]).Gradient, Rule.Weights[k]);
        var length = delta.square().sum(1);
        var missing = (difference - (mean * delta).sum(1)) / length;
        return (mean + delta * missing.masked_fill(length == 0, 0).unsqueeze(1)).MoveToOuterDisposeScope();
    }
}
