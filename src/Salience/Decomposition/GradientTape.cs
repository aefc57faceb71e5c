using System.Runtime.ExceptionServices;
using Salience.Networks;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Decomposition;

/// <summary>One forward pass with a probe behind every operator that has a bias, and any number of backward passes over it.</summary>
/// <remarks>
/// Probes see ∂f/∂y of their operator during the backward pass and hand the term on at once, so the gradients of all layers
/// never exist together. Parameters do not require gradients: a backward pass computes gradients of activations only.
/// Recorded by a <see cref="NetworkRecorder"/> or, for modules, by hooks.
/// </remarks>
internal sealed class GradientTape(Tensor input, CancellationToken cancellation) : IDisposable
{
    private readonly List<BiasProbe> _probes = [];
    private Tensor? _held;

    /// <summary>The explained input as a leaf of this tape.</summary>
    public Tensor Input => input;

    /// <summary>The explained output as <c>(N, K)</c>, on the tape.</summary>
    public Tensor Output { get; private set; } = null!;

    /// <summary>Nodes at which the dependence on the input ends or has a zero derivative.</summary>
    public List<string> Steps { get; } = [];

    /// <summary>The probes, in execution order.</summary>
    public IReadOnlyList<BiasProbe> Probes => _probes;

    /// <summary>Calls that are kept, in the order of execution.</summary>
    public List<WatchedCall> Watched { get; } = [];

    /// <summary>Where the terms of the running backward pass go.</summary>
    public IBiasTermSink? Sink { get; private set; }

    /// <summary>What went wrong inside a probe, thrown after the backward pass.</summary>
    public ExceptionDispatchInfo? Failure { get; set; }

    /// <summary>Whether the running backward pass is the last: what a probe keeps is freed when it has been used.</summary>
    public bool IsLast { get; private set; }

    /// <summary>Ends the work between two operators.</summary>
    public CancellationToken Cancellation => cancellation;

    /// <summary>Position of each node in the order of execution.</summary>
    public IReadOnlyDictionary<string, int> Order { get; set; } = new Dictionary<string, int>();

    /// <summary>A leaf for the tape of <paramref name="x"/>: its values in the compute type, asking for a gradient; in no dispose scope.</summary>
    public static Tensor Leaf(Tensor x, ScalarType type) =>
        (x.dtype == type ? x.detach() : x.detach().to_type(type)).requires_grad_().DetachFromDisposeScope();

    /// <summary>Runs a network with nothing recorded but what autograd needs.</summary>
    /// <param name="network">The network.</param>
    /// <param name="inputs">A tensor for every input; the first one is explained and has the compute type.</param>
    /// <param name="cancellation">Ends the work between two operators.</param>
    /// <param name="observer">May put other tensors in place of an operator's outputs.</param>
    /// <returns>The tape, disposed by the caller.</returns>
    public static GradientTape Plain(
        Network network, IReadOnlyDictionary<string, Tensor> inputs, CancellationToken cancellation, IExecutionObserver? observer = null)
    {
        using var scope = NewDisposeScope();
        using var recording = enable_grad();
        var name = network.Inputs[0].Name;
        var tape = new GradientTape(Leaf(inputs[name], network.ComputeType), cancellation);
        try
        {
            var all = new Dictionary<string, Tensor>(inputs) { [name] = tape.Input };
            var output = Execution.Run(network, all, [network.Outputs[0]], observer, cancellation)[network.Outputs[0]];
            tape.Finish(output, network.Outputs[0]);
            return tape;
        }
        catch
        {
            tape.Dispose();
            throw;
        }
    }

    /// <summary>Puts a probe behind a value whose operator adds a constant.</summary>
    /// <param name="value">The operator's output; stays the caller's.</param>
    /// <param name="node">The operator.</param>
    /// <param name="output">Index of the output.</param>
    /// <param name="bias">The constant, broadcastable to the output; kept.</param>
    /// <returns>The value with the probe behind it.</returns>
    public Tensor AttachExplicit(Tensor value, Node node, int output, Tensor bias) =>
        Attach(value, new BiasProbe(node, output, BiasKind.Explicit, this) { Shape = value.shape, Bias = bias.DetachFromDisposeScope() });

    /// <summary>Puts a probe behind a value whose bias depends on what the operator read; it is computed when the gradient comes by.</summary>
    /// <param name="value">The operator's output; stays the caller's.</param>
    /// <param name="node">The operator.</param>
    /// <param name="output">Index of the output.</param>
    /// <param name="kind">Where the bias comes from.</param>
    /// <param name="call">The evaluation, its tensors detached; kept.</param>
    /// <returns>The value with the probe behind it.</returns>
    public Tensor AttachImplicit(Tensor value, Node node, int output, BiasKind kind, OperatorCall call)
    {
        foreach (var tensor in call.Inputs.Concat(call.Outputs))
            tensor?.DetachFromDisposeScope();
        return Attach(value, new BiasProbe(node, output, kind, this) { Shape = value.shape, Call = call });
    }

    /// <summary>Ends the recording with the value to explain.</summary>
    /// <param name="output">The explained output; stays the caller's.</param>
    /// <param name="name">Its name in messages.</param>
    public void Finish(Tensor output, string name)
    {
        if (!output.requires_grad)
        {
            var steps = Steps.Count == 0 ? string.Empty : $" Without a gradient: {string.Join(", ", Steps.Take(5))}{(Steps.Count > 5 ? ", …" : string.Empty)}.";
            throw new InvalidOperationException($"Output '{name}' does not depend differentiably on the input: there is nothing to explain.{steps}");
        }

        Output = (output.dim() == 2 ? output.alias() : output.reshape(output.dim() == 0 ? 1 : output.shape[0], -1)).DetachFromDisposeScope();
    }

    /// <summary>Sends <paramref name="gradient"/> (∂f/∂output, shaped like <see cref="Output"/>) back to the input.</summary>
    /// <param name="gradient">∂f/∂output.</param>
    /// <param name="sink">Receives the bias terms, from the output to the input; <see langword="null"/> for none.</param>
    /// <param name="last">Whether no other backward pass follows: values are freed as it goes.</param>
    /// <returns>∂f/∂x, disposed by the caller.</returns>
    public Tensor Backward(Tensor gradient, IBiasTermSink? sink, bool last) => Backward(gradient, sink, last, []).Input;

    /// <summary>As <see cref="Backward(Tensor, IBiasTermSink?, bool)"/>, with the gradients of watched calls.</summary>
    /// <param name="gradient">∂f/∂output.</param>
    /// <param name="sink">Receives the bias terms; <see langword="null"/> for none.</param>
    /// <param name="last">Whether no other backward pass follows.</param>
    /// <param name="watched">Calls of this tape.</param>
    /// <returns>∂f/∂x and ∂f/∂y of the watched outputs, disposed by the caller.</returns>
    public (Tensor Input, IReadOnlyList<WatchedGradients> Watched) Backward(Tensor gradient, IBiasTermSink? sink, bool last, IReadOnlyList<WatchedCall> watched)
    {
        Sink = sink;
        Failure = null;
        IsLast = last;
        PassMeter.CountBackward(gradient.shape[0]);
        try
        {
            var values = watched.SelectMany(c => c.Outputs).OfType<Tensor>().ToList();
            var results = values.Count == 0
                ? autograd.grad([Output], [Input], [gradient], retain_graph: !last)
                : Gradients(gradient, values, retain: !last);
            Failure?.Throw();
            var next = 1;
            return (results[0], watched.Select(c => new WatchedGradients(c, c.Outputs.Select(y => y is null ? null : results[next++]).ToList())).ToList());
        }
        finally
        {
            Sink = null;
            Hold(null);
        }
    }

    /// <summary>Keeps the handle of a gradient that a probe passes on, until the next probe comes: only then the engine has taken it over.</summary>
    /// <remarks>Handles left to the dispose scope would keep the gradients of all layers alive together.</remarks>
    public void Hold(Tensor? gradient)
    {
        _held?.Dispose();
        _held = gradient;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Output?.Dispose();
        Input.Dispose();
        Watched.ForEach(c => c.Dispose());
        foreach (var probe in _probes)
            probe.Dispose();
    }

    /// <summary>
    /// Gradients of the input and of values on the way. The empty sum over each value makes the dependence certain: a value may reach the output
    /// through step functions only, and libtorch's error on a missing gradient would end the process.
    /// </summary>
    private IList<Tensor> Gradients(Tensor gradient, List<Tensor> values, bool retain)
    {
        using var scope = NewDisposeScope();
        Tensor reach;
        using (enable_grad())
            reach = values.Select(v => (v.dim() == 0 ? v.reshape(1) : v).narrow(0, 0, 0).sum()).Aggregate((a, b) => a + b);
        var results = autograd.grad([Output, reach], [Input, .. values], [gradient, ones_like(reach)], retain_graph: retain);
        foreach (var result in results)
            result.MoveToOuterDisposeScope();
        return results;
    }

    private Tensor Attach(Tensor value, BiasProbe probe)
    {
        _probes.Add(probe);
        // TorchSharp caches an empty tensor of the value's size for each function; nothing here reads it, so the scope frees it at once.
        using var scope = NewDisposeScope();
        return ProbeFunction.apply(value, probe).MoveToOuterDisposeScope();
    }
}
