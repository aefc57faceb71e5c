using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>The bias of any differentiable operator, from its derivative along its own inputs.</summary>
internal static class TangentBias
{
    /// <summary>Computes <c>b = y − d/dt g(t·x)</c> at t = 1 over the active inputs, for each floating output.</summary>
    /// <remarks>
    /// libtorch's reverse mode gives <c>Jᵀu</c>; it is linear in u, so <c>J·x = ∂/∂u ⟨Jᵀu, x⟩</c> (the double-backward identity).
    /// </remarks>
    public static Tensor?[] Compute(Operator operation, OperatorCall call)
    {
        using var scope = NewDisposeScope();
        using var recording = enable_grad();
        var inputs = call.Inputs.Select((x, i) => call.Active[i] ? x!.detach().requires_grad_() : x).ToArray();
        var outputs = operation.Forward(inputs);
        return outputs.Select((y, i) => y.requires_grad ? Subtract(y, inputs) : call.Outputs[i].alias())
            .Select(b => b?.MoveToOuterDisposeScope()).ToArray();
    }

    private static Tensor Subtract(Tensor y, Tensor?[] inputs)
    {
        var active = inputs.Where(x => x is { requires_grad: true }).Select(x => x!).ToList();
        var u = zeros_like(y).requires_grad_();
        // A second output may share the first one's graph, so that is kept.
        var pulled = autograd.grad([Reach(y, active)], active, [u], retain_graph: true, create_graph: true);
        var products = pulled.Zip(active).Where(p => p.First.requires_grad).Select(p => (p.First * p.Second.detach()).sum()).ToList();
        if (products.Count == 0)
            return y.detach();
        return y.detach() - autograd.grad([Reach(products.Aggregate((a, b) => a + b), [u])], [u], retain_graph: true)[0];
    }

    /// <summary>
    /// y plus the empty sum over each input, which is zero: now y depends on all of them. Gradients that autograd leaves out because an
    /// output does not depend on an input come back as empty handles, which TorchSharp counts as live for ever.
    /// </summary>
    private static Tensor Reach(Tensor y, IReadOnlyList<Tensor> inputs) =>
        inputs.Aggregate(y, (sum, x) => sum + x.reshape(-1).narrow(0, 0, 0).sum().to_type(y.dtype));
}
