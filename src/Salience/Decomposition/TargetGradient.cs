using static TorchSharp.torch;

namespace Salience.Decomposition;

/// <summary>The explained scalars and their gradient at the network's outputs: where a backward pass begins.</summary>
/// <param name="Scores">The scalars, detached.</param>
/// <param name="Gradient">∂f/∂outputs, <c>(N, K)</c>.</param>
/// <param name="Bias">The bias <c>f(y) − ⟨∇f, y⟩</c> of the target itself for each image; <see langword="null"/> where it is linear in the outputs.</param>
internal sealed record TargetGradient(TargetScores Scores, Tensor Gradient, double[]? Bias)
{
    /// <summary>Differentiates a target at <paramref name="output"/>.</summary>
    /// <param name="target">Which scalars.</param>
    /// <param name="output">The outputs <c>(N, K)</c>.</param>
    /// <exception cref="ArgumentException">The target does not fit the outputs or does not depend on them.</exception>
    public static TargetGradient Of(Target target, Tensor output)
    {
        using var recording = enable_grad();
        var leaf = output.detach().requires_grad_();
        var scores = target.Select(leaf);
        if (!scores.Scores.requires_grad)
            throw new ArgumentException($"The target '{scores.Name}' does not depend differentiably on the outputs: there is nothing to explain.", nameof(target));
        // The empty sum makes the dependence certain: TorchSharp 0.107 lets libtorch's error on a missing one end the process.
        var gradient = autograd.grad([scores.Scores.sum() + leaf.reshape(-1).narrow(0, 0, 0).sum()], [leaf])[0];
        var detached = scores with { Scores = scores.Scores.detach() };
        if (scores.IsLinear)
            return new TargetGradient(detached, gradient, null);
        var bias = (detached.Scores - (gradient * leaf.detach()).sum(1)).to_type(ScalarType.Float64);
        return new TargetGradient(detached, gradient, bias.data<double>().ToArray());
    }
}
