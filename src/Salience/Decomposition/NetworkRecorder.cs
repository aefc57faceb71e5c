using Salience.Networks;
using Salience.Operators;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Decomposition;

/// <summary>Records the run of a <see cref="Network"/> on a <see cref="GradientTape"/>.</summary>
internal sealed class NetworkRecorder : IExecutionObserver
{
    private readonly GradientTape _tape;
    private readonly Network _network;
    private readonly IReadOnlyDictionary<string, Node> _blocks;
    private readonly HashSet<string> _mergedAway;
    private readonly Func<string, Tensor, bool>? _watch;

    private NetworkRecorder(Network network, GradientTape tape, IReadOnlyDictionary<string, Node> blocks, Func<string, Tensor, bool>? watch)
    {
        (_network, _tape, _blocks, _watch) = (network, tape, blocks, watch);
        _mergedAway = blocks.Values.Select(n => n.Name).ToHashSet();
    }

    /// <summary>Runs the network on <paramref name="inputs"/>, recording.</summary>
    /// <param name="network">The network.</param>
    /// <param name="inputs">A tensor for every input; the first one is explained.</param>
    /// <param name="blocks">Batch-norm node names with the convolution whose bias counts as theirs.</param>
    /// <param name="cancellation">Ends the work between two operators.</param>
    /// <param name="watch">Whether the tape keeps the call that wrote a value; <see langword="null"/> for none.</param>
    public static GradientTape Record(
        Network network,
        IReadOnlyDictionary<string, Tensor> inputs,
        IReadOnlyDictionary<string, Node> blocks,
        CancellationToken cancellation,
        Func<string, Tensor, bool>? watch = null)
    {
        using var scope = NewDisposeScope();
        using var recording = enable_grad();
        var name = network.Inputs[0].Name;
        if (!inputs.TryGetValue(name, out var x))
            throw new ArgumentException($"The network needs an input named '{name}'; given: {string.Join(", ", inputs.Keys)}.", nameof(inputs));
        var type = network.ComputeType;
        var tape = new GradientTape(GradientTape.Leaf(x, type), cancellation)
        {
            Order = network.Nodes.Select((n, i) => (n.Name, i)).ToDictionary(p => p.Name, p => p.i),
        };
        try
        {
            var all = inputs.ToDictionary(
                p => p.Key, p => p.Key == name ? tape.Input : p.Value.is_floating_point() ? p.Value.detach().to_type(type) : p.Value.detach());
            var recorder = new NetworkRecorder(network, tape, blocks, watch);
            var output = Execution.Run(network, all, network.Outputs.Take(1).ToList(), recorder, cancellation)[network.Outputs[0]];
            tape.Finish(output, network.Outputs[0]);
            return tape;
        }
        catch
        {
            tape.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void OnExecuted(Node node, IReadOnlyList<Tensor?> inputs, Tensor[] outputs)
    {
        var active = inputs.Select(x => x is { requires_grad: true }).ToArray();
        if (active.Contains(true) && node.Operator.IsStep)
            _tape.Steps.Add(node.Name);
        if (!active.Contains(true))
            return;
        if (!_mergedAway.Contains(node.Name))
            Probe(node, inputs, active, outputs);
        if (_watch is not null)
            Watch(node, inputs, active, outputs, _watch);
    }

    private void Probe(Node node, IReadOnlyList<Tensor?> inputs, bool[] active, Tensor[] outputs)
    {
        var kind = node.Operator.BiasOf(active);
        if (kind == BiasKind.None)
            return;
        for (var i = 0; i < outputs.Length; i++)
        {
            if (outputs[i].requires_grad)
                Probe(node, i, kind, inputs, active, outputs);
        }
    }

    private void Watch(Node node, IReadOnlyList<Tensor?> inputs, bool[] active, Tensor[] outputs, Func<string, Tensor, bool> watch)
    {
        using var scope = NewDisposeScope();
        var kept = outputs.Select((y, i) => i < node.Outputs.Count && y.requires_grad && watch(node.Outputs[i], y) ? y : null).ToList();
        if (kept.Any(y => y is not null))
            _tape.Watched.Add(WatchedCall.Keep(node, inputs, active, kept));
    }

    /// <summary>Puts a probe in place of one output, unless its bias is zero.</summary>
    private void Probe(Node node, int output, BiasKind kind, IReadOnlyList<Tensor?> inputs, bool[] active, Tensor[] outputs)
    {
        // Explicit biases are constants: they are taken now and hold no activation. Implicit ones need the values, which autograd mostly keeps anyway.
        using var scope = NewDisposeScope();
        var call = Evaluation(inputs, active, outputs);
        var plain = outputs[output];
        if (kind == BiasKind.Explicit)
        {
            if (ExplicitBias(node, call, output) is not { } bias)
                return;
            outputs[output] = _tape.AttachExplicit(plain, node, output, bias).MoveToOuterDisposeScope();
        }
        else
        {
            outputs[output] = _tape.AttachImplicit(plain, node, output, kind, call).MoveToOuterDisposeScope();
        }

        plain.Dispose();
    }

    private static OperatorCall Evaluation(IReadOnlyList<Tensor?> inputs, bool[] active, Tensor[] outputs) =>
        new(inputs.Select(x => x?.detach()).ToArray(), active, outputs.Select(y => y.detach()).ToArray());

    private Tensor? ExplicitBias(Node node, OperatorCall call, int output)
    {
        using var quiet = no_grad();
        if (_blocks.TryGetValue(node.Name, out var first))
            return MergedBias(node, first, call);
        var bias = node.Operator.Bias(call)[output];
        return bias is null || node.Operator is not JointlyLinearOperator ? bias : WithoutMasks(bias);
    }

    /// <summary>An infinite constant is a mask (attention adds −∞): no gradient reaches it, so that it contributes nothing, where 0·∞ would be no number.</summary>
    private static Tensor WithoutMasks(Tensor bias)
    {
        using var scope = NewDisposeScope();
        var infinite = bias.isinf();
        return (infinite.any().ToBoolean() ? bias.masked_fill(infinite, 0) : bias).MoveToOuterDisposeScope();
    }

    /// <summary>The one bias of a convolution and the batch normalisation behind it: <c>scale·b + shift</c>.</summary>
    private Tensor MergedBias(Node batchNorm, Node first, OperatorCall call)
    {
        var (scale, shift) = ((BatchNormalization)batchNorm.Operator).ScaleAndShift(call.Input(1), call.Input(2), call.Input(3), call.Input(4));
        if (first.Inputs.Count > 2 && _network.Parameters.TryGetValue(first.Inputs[2], out var own))
            shift = shift + scale * own.reshape(-1) * (first.Operator is Gemm gemm ? gemm.Beta : 1);
        return shift.view([1, shift.shape[0], .. Enumerable.Repeat(1L, (int)call.Output.dim() - 2)]);
    }
}
