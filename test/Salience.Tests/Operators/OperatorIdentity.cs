using Salience.Operators;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Operators;

/// <summary>The law that every differentiable operator obeys: <c>y = Σ_j (∂g/∂x_j)·x_j + b</c>, the sum over its active inputs.</summary>
/// <remarks>
/// It is checked along a random cotangent u, <c>⟨u, y⟩ = Σ_j ⟨Jⱼᵀu, x_j⟩ + ⟨u, b⟩</c>, with libtorch's own derivative and the operator's
/// own bias; an operator that says it has no bias is taken at its word.
/// </remarks>
internal static class OperatorIdentity
{
    /// <summary>Rounding of float64 over some thousand elements, relative to the sum of the magnitudes that are added.</summary>
    public const double Tolerance = 1e-10;

    /// <summary>Checks the identity for every floating output, that the bias fits the output's shape, is finite where y is, and that nothing leaks.</summary>
    /// <param name="operation">A differentiable operator.</param>
    /// <param name="inputs">Its inputs, float64 where they are active; disposed by the caller.</param>
    /// <param name="active">Which of them depend on the network's input; as long as <paramref name="inputs"/>.</param>
    /// <param name="seed">Seed of the random cotangent.</param>
    public static void Check(Operator operation, Tensor?[] inputs, bool[] active, ulong seed = 1)
    {
        Assert.Equal(inputs.Length, active.Length);
        Assert.Contains(true, active);
        Assert.All(inputs.Zip(active).Where(p => p.Second), p => Assert.Equal(ScalarType.Float64, p.First?.dtype));
        using var scope = NewDisposeScope();
        var given = inputs.Select(x => x?.detach()).ToArray();
        var leaves = given.Select((x, i) => active[i] ? x!.clone().requires_grad_() : x).ToArray();
        var outputs = Forward(operation, leaves);
        var call = new OperatorCall(given, active, outputs.Select(y => y.detach()).ToArray());
        var kind = operation.BiasOf(active);
        var biases = kind == BiasKind.None ? new Tensor?[outputs.Length] : Bias(operation, call);
        Assert.Equal(outputs.Length, biases.Length);
        using var generator = new Generator(seed);
        for (var i = 0; i < outputs.Length; i++)
        {
            if (outputs[i].is_floating_point())
                CheckOutput($"{operation.Name} output {i} with active inputs [{string.Join(", ", active)}]", leaves, active, outputs[i], biases[i], generator);
        }
    }

    /// <summary>Checks the identity for every non-empty choice of active inputs among those named.</summary>
    /// <param name="operation">A differentiable operator.</param>
    /// <param name="inputs">Its inputs; disposed by the caller.</param>
    /// <param name="differentiable">Positions of the inputs that the operator is differentiable in.</param>
    public static void CheckSubsets(Operator operation, Tensor?[] inputs, params int[] differentiable)
    {
        for (var subset = 1; subset < 1 << differentiable.Length; subset++)
        {
            var active = new bool[inputs.Length];
            for (var i = 0; i < differentiable.Length; i++)
                active[differentiable[i]] = (subset >> i & 1) == 1;
            Check(operation, inputs, active);
        }
    }

    /// <summary>Standard normal float64 values, the same for the same seed.</summary>
    public static Tensor Normal(ulong seed, params long[] shape)
    {
        using var generator = new Generator(seed);
        return randn(shape, ScalarType.Float64, generator: generator);
    }

    private static void CheckOutput(string what, Tensor?[] leaves, bool[] active, Tensor y, Tensor? bias, Generator generator)
    {
        using var scope = NewDisposeScope();
        var b = bias is null ? zeros_like(y) : bias.broadcast_to(y.shape);
        Assert.True(b.isfinite().logical_or(y.isfinite().logical_not()).all().ToBoolean(), $"{what}: the bias is not finite where the output is.");
        var u = randn(y.shape, ScalarType.Float64, generator: generator);
        var x = leaves.Where((_, i) => active[i]).Select(l => l!).ToList();
        var pulled = y.requires_grad ? autograd.grad([Reach(y, x)], x, [u], retain_graph: true) : [];
        var terms = pulled.Zip(x).Select(p => p.First * p.Second.detach()).ToList();
        var parts = terms.Append(u * b).ToList();
        var whole = u * y.detach();
        var difference = whole.sum().ToDouble() - parts.Sum(p => p.sum().ToDouble());
        var scale = whole.abs().sum().ToDouble() + parts.Sum(p => p.abs().sum().ToDouble());
        Assert.True(Math.Abs(difference) <= Tolerance * Math.Max(scale, double.Epsilon), $"{what}: input terms + bias differ from the output by {difference:g3} of {scale:g3}.");
    }

    /// <summary>y plus the empty sum over each input, so that autograd has a gradient, if only zero, for each; outputs share their graph.</summary>
    private static Tensor Reach(Tensor y, IReadOnlyList<Tensor> inputs) => inputs.Aggregate(y, (sum, x) => sum + x.reshape(-1).narrow(0, 0, 0).sum());

    private static Tensor[] Forward(Operator operation, Tensor?[] inputs)
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var outputs = operation.Forward(inputs);
        RequireNothingElse(operation, "Forward", before, outputs);
        return outputs;
    }

    private static Tensor?[] Bias(Operator operation, OperatorCall call)
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var biases = operation.Bias(call);
        RequireNothingElse(operation, "Bias", before, biases);
        return biases;
    }

    /// <summary>A method may leave alive what it returns and no more, even where the caller has no scope open.</summary>
    private static void RequireNothingElse(Operator operation, string method, long before, Tensor?[] results)
    {
        var made = DisposeScopeManager.Statistics.ThreadTotalLiveCount - before;
        Assert.True(made == results.Count(r => r is not null), $"{operation.Name}.{method} returned {results.Length} results and left {made} tensors alive.");
    }
}
