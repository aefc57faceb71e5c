using Salience.Decomposition;
using static TorchSharp.torch;

namespace Salience.PostProcessing;

/// <summary>How much each thing that one operator read matters, through this operator, to the explained output.</summary>
internal static class LocalRelevance
{
    /// <summary>Computes <c>|x_j ⊙ (∂y/∂x_j)ᵀ u|</c> for every active input j, u the gradient ∂f/∂y at the selected elements of y.</summary>
    /// <param name="call">The operator call.</param>
    /// <param name="output">Index of the output y.</param>
    /// <param name="gradient">∂f/∂y, shaped like y.</param>
    /// <param name="select">Picks elements of a tensor shaped like y.</param>
    /// <returns>
    /// In double, shaped like the inputs; <see langword="null"/> for inputs that are not active. All are where y does not depend differentiably on any. The tensors
    /// belong to the current dispose scope.
    /// </returns>
    public static IReadOnlyList<Tensor?> Of(WatchedCall call, int output, Tensor gradient, Func<Tensor, Tensor> select)
    {
        using var scope = NewDisposeScope();
        using var recording = enable_grad();
        var inputs = call.Inputs.Select((x, i) => call.Active[i] ? x!.detach().requires_grad_() : x).ToList();
        var leaves = inputs.Where((_, i) => call.Active[i]).Select(x => x!).ToList();
        var y = select(call.Node.Operator.Forward(inputs)[output]);
        if (!y.requires_grad)
            return new Tensor?[inputs.Count];

        // The empty sum over each input makes y depend on all of them: libtorch's error on a missing gradient would end the process.
        var reach = leaves.Select(x => (x.dim() == 0 ? x.reshape(1) : x).narrow(0, 0, 0).sum().to_type(y.dtype)).Aggregate((a, b) => a + b);
        var pulled = autograd.grad([y, reach], leaves, [select(gradient).detach(), ones_like(reach)]);
        var next = 0;

        // A masked score, −∞, has the gradient 0 and no relevance; their product would be no number.
        return inputs.Select((x, i) => !call.Active[i] ? null
            : (x!.detach() * pulled[next++]).abs().nan_to_num(0, 0, 0).to_type(ScalarType.Float64).MoveToOuterDisposeScope()).ToList();
    }
}
