using Salience.Operators;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Attribution.Engine;

/// <summary>One operator run by itself, on inputs and weights of the caller's choice, ready to pull gradients back: its vector-Jacobian products.</summary>
/// <remarks>All tensors belong to the dispose scope in which the pass was made.</remarks>
internal sealed class LocalPass
{
    private readonly Tensor?[] _leaves;
    private readonly Tensor[] _recorded;

    private LocalPass(Tensor?[] leaves, Tensor[] recorded)
    {
        (_leaves, _recorded) = (leaves, recorded);
        Outputs = [.. recorded.Select(y => y.detach())];
    }

    /// <summary>What the operator computed, detached.</summary>
    public IReadOnlyList<Tensor> Outputs { get; }

    /// <summary>Runs the operator.</summary>
    /// <param name="operation">The operator.</param>
    /// <param name="inputs">What it reads; <see langword="null"/> where an optional input is absent.</param>
    /// <param name="wanted">For each input whether gradients will be pulled to it; those must be of floating type.</param>
    public static LocalPass Run(Operator operation, IReadOnlyList<Tensor?> inputs, IReadOnlyList<bool> wanted)
    {
        using var recording = enable_grad();
        var leaves = inputs.Select((x, i) => i < wanted.Count && wanted[i] ? x!.detach().requires_grad_() : null).ToArray();
        return new LocalPass(leaves, operation.Forward([.. inputs.Select((x, i) => leaves[i] ?? x?.detach())]));
    }

    /// <summary><c>Σ_o J_oᵀ·g_o</c>. May be asked once; a second time where <paramref name="again"/> was set.</summary>
    /// <param name="gradients">g for each output, shaped like it; <see langword="null"/> for zero.</param>
    /// <param name="again">Whether the pass will be asked again.</param>
    /// <returns>For each wanted input its gradient, zero where no output depends on it; <see langword="null"/> for the other inputs.</returns>
    public Tensor?[] Pull(IReadOnlyList<Tensor?> gradients, bool again = false)
    {
        using var recording = enable_grad();
        var leaves = _leaves.OfType<Tensor>().ToList();
        var pairs = _recorded.Select((y, i) => (Output: y, Gradient: i < gradients.Count ? gradients[i] : null))
            .Where(p => p.Gradient is not null && p.Output.requires_grad).Select(p => (p.Output, Gradient: p.Gradient!.to_type(p.Output.dtype))).ToList();
        if (pairs.Count == 0)
            return [.. _leaves.Select(leaf => leaf is null ? null : zeros_like(leaf))];
        // The empty sums make every output depend on every leaf: TorchSharp 0.107 lets libtorch's error on a missing dependence end the process.
        var pulled = autograd.grad(
            [.. pairs.Select(p => leaves.Aggregate(p.Output, (sum, x) => sum + x.reshape(-1).narrow(0, 0, 0).sum().to_type(sum.dtype)))],
            leaves,
            [.. pairs.Select(p => p.Gradient)],
            retain_graph: again);
        var next = 0;
        return [.. _leaves.Select(leaf => leaf is null ? null : pulled[next++].detach())];
    }

    /// <summary><c>Jᵀ·g</c> of the first output.</summary>
    /// <param name="gradient">g, shaped like the output.</param>
    public Tensor?[] Pull(Tensor gradient) => Pull([gradient]);
}
