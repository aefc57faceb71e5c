using System.Runtime.ExceptionServices;
using Salience.Networks;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Decomposition;

/// <summary>One forward pass with a probe behind every operator that has a bias, and any number of backward passes over it.</summary>
/// <remarks>
/// Probes see ∂f/∂y of their operator during the backward pass and hand the term on at once, so the gradients of all layers
/// never exist together. Parameters do not require gradients: a backward pass computes gradients of activations only.
/// </remarks>
internal sealed class GradientTape : IExecutionObserver, IDisposable
{
    private readonly List<BiasProbe> _probes = [];
    private readonly List<string> _steps = [];
    private readonly Network _network;
    private readonly IReadOnlyDictionary<string, Node> _blocks;

    private GradientTape(Network network, Tensor input, IReadOnlyDictionary<string, Node> blocks, CancellationToken cancellation)
    {
        _network = network;
        Input = input;
        _blocks = blocks;
        Cancellation = cancellation;
        MergedAway = blocks.Values.Select(n => n.Name).ToHashSet();
    }

    /// <summary>The network's first input as a leaf of this tape.</summary>
    public Tensor Input { get; }

    /// <summary>The network's first output as <c>(N, K)</c>, on the tape.</summary>
    public Tensor Output { get; private set; } = null!;

    /// <summary>Nodes at which the dependence on the input ends or has a zero derivative.</summary>
    public IReadOnlyList<string> Steps => _steps;

    /// <summary>Where the terms of the running backward pass go.</summary>
    public IBiasTermSink? Sink { get; private set; }

    /// <summary>What went wrong inside a probe, thrown after the backward pass.</summary>
    public ExceptionDispatchInfo? Failure { get; set; }

    /// <summary>Ends the work between two operators.</summary>
    public CancellationToken Cancellation { get; }

    private HashSet<string> MergedAway { get; }

    /// <summary>Runs the network on <paramref name="inputs"/>, recording.</summary>
    /// <param name="network">The network.</param>
    /// <param name="inputs">A tensor for every input; the first one is explained.</param>
    /// <param name="blocks">Batch-norm node names with the convolution whose bias counts as theirs.</param>
    /// <param name="cancellation">Ends the work between two operators.</param>
    public static GradientTape Record(
        Network network, IReadOnlyDictionary<string, Tensor> inputs, IReadOnlyDictionary<string, Node> blocks, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var recording = enable_grad();
        var name = network.Inputs[0].Name;
        if (!inputs.TryGetValue(name, out var x))
            throw new ArgumentException($"The network needs an input named '{name}'; given: {string.Join(", ", inputs.Keys)}.", nameof(inputs));
        var type = network.ComputeType;
        var leaf = (x.dtype == type ? x.detach() : x.detach().to_type(type)).requires_grad_();
        var all = inputs.ToDictionary(p => p.Key, p => p.Key == name ? leaf : p.Value.is_floating_point() ? p.Value.detach().to_type(type) : p.Value.detach());
        var tape = new GradientTape(network, leaf.DetachFromDisposeScope(), blocks, cancellation);
        try
        {
            var output = Execution.Run(network, all, network.Outputs.Take(1).ToList(), tape, cancellation)[network.Outputs[0]];
            if (!output.requires_grad)
                throw new InvalidOperationException($"Output '{network.Outputs[0]}' does not depend differentiably on input '{name}': there is nothing to explain.");
            tape.Output = (output.dim() == 2 ? output.alias() : output.reshape(output.dim() == 0 ? 1 : output.shape[0], -1)).DetachFromDisposeScope();
            return tape;
        }
        catch
        {
            tape.Dispose();
            throw;
        }
    }

    /// <summary>Sends <paramref name="gradient"/> (∂f/∂output, shaped like <see cref="Output"/>) back to the input.</summary>
    /// <param name="gradient">∂f/∂output.</param>
    /// <param name="sink">Receives the bias terms, from the output to the input; <see langword="null"/> for none.</param>
    /// <param name="last">Whether no other backward pass follows: values are freed as it goes.</param>
    /// <returns>∂f/∂x, disposed by the caller.</returns>
    public Tensor Backward(Tensor gradient, IBiasTermSink? sink, bool last)
    {
        Sink = sink;
        Failure = null;
        try
        {
            var result = autograd.grad([Output], [Input], [gradient], retain_graph: !last)[0];
            Failure?.Throw();
            return result;
        }
        finally
        {
            Sink = null;
        }
    }

    /// <inheritdoc/>
    public void OnExecuted(Node node, IReadOnlyList<Tensor?> inputs, Tensor[] outputs)
    {
        var active = inputs.Select(x => x is { requires_grad: true }).ToArray();
        if (active.Contains(true) && node.Operator.IsStep)
            _steps.Add(node.Name);
        if (!active.Contains(true) || MergedAway.Contains(node.Name))
            return;
        var kind = node.Operator.BiasOf(active);
        if (kind == BiasKind.None)
            return;
        for (var i = 0; i < outputs.Length; i++)
        {
            if (!outputs[i].requires_grad)
                continue;
            var probe = MakeProbe(node, i, kind, inputs, active, outputs);
            if (probe is null)
                continue;
            _probes.Add(probe);
            var plain = outputs[i];
            outputs[i] = ProbeFunction.apply(plain, probe);
            plain.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Output?.Dispose();
        Input.Dispose();
        foreach (var probe in _probes)
            probe.Dispose();
    }

    private BiasProbe? MakeProbe(Node node, int output, BiasKind kind, IReadOnlyList<Tensor?> inputs, bool[] active, Tensor[] outputs)
    {
        // Explicit biases are constants: they are taken now and hold no activation. Implicit ones need the values, which autograd mostly keeps anyway.
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var call = new OperatorCall(inputs.Select(x => x?.detach()).ToArray(), active, outputs.Select(y => y.detach()).ToArray());
        if (kind == BiasKind.Explicit)
        {
            var bias = _blocks.TryGetValue(node.Name, out var convolution) ? MergedBias(node, convolution, call) : node.Operator.Bias(call)[output];
            return bias is null ? null : new BiasProbe(node, output, kind, this) { Bias = bias.DetachFromDisposeScope() };
        }

        foreach (var value in call.Inputs.Concat(call.Outputs))
            value?.DetachFromDisposeScope();
        return new BiasProbe(node, output, kind, this) { Call = call };
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
