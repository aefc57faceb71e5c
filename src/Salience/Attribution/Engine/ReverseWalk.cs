using Salience.Decomposition;
using Salience.Networks;
using Salience.Operators;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Attribution.Engine;

/// <summary>One forward pass without autograd, and any number of walks back over its nodes in which a rule says what goes where.</summary>
/// <remarks>
/// A walk visits the nodes in reverse order of execution, so that everything a value's readers pass on has been summed before its writer is
/// visited. An input is <em>active</em> when it depends on the explained input, the network's first, through differentiable operators.
/// Each node holds handles of its own on what its rule reads; the last walk frees them as it goes. Nothing here looks at the batch axis: a rule may pass on
/// other numbers of rows than the forward pass had, as long as all of its quantities have the same.
/// </remarks>
internal sealed class ReverseWalk : IDisposable
{
    private readonly Network _network;
    private readonly List<Step> _steps;
    private readonly long[] _inputShape;

    private ReverseWalk(Network network, IReadOnlyDictionary<string, Tensor> values, long[] inputShape, List<Step> steps)
    {
        (_network, _inputShape, _steps) = (network, inputShape, steps);
        Output = values[network.Outputs[0]].DetachFromDisposeScope();
    }

    /// <summary>The explained output in its own shape.</summary>
    public Tensor Output { get; }

    /// <summary>Runs the network as far as its first output needs.</summary>
    /// <param name="network">The network; it must outlive the walk.</param>
    /// <param name="inputs">A tensor for every input; the first one is explained.</param>
    /// <param name="rule">Says which values it will need.</param>
    /// <param name="cancellation">Ends the work between two nodes.</param>
    /// <returns>The values, disposed by the caller.</returns>
    /// <exception cref="InvalidOperationException">The output does not depend differentiably on the input, or an operator cannot run.</exception>
    public static ReverseWalk Record(Network network, IReadOnlyDictionary<string, Tensor> inputs, IWalkRule rule, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var recorder = new Recorder(network.Inputs[0].Name, rule);
        try
        {
            var values = Execution.Run(network, inputs, [network.Outputs[0]], recorder, cancellation);
            if (!recorder.IsActive(network.Outputs[0]))
                throw new InvalidOperationException($"Output '{network.Outputs[0]}' does not depend differentiably on the input: there is nothing to explain.");
            return new ReverseWalk(network, values, inputs[network.Inputs[0].Name].shape, recorder.Steps);
        }
        catch
        {
            recorder.Steps.ForEach(s => s.Dispose());
            throw;
        }
    }

    /// <summary>The explained output as <c>(N, K)</c>, as targets read it; disposed by the caller.</summary>
    public Tensor FlatOutput() => Output.dim() == 2 ? Output.alias() : Output.reshape(Output.dim() == 0 ? 1 : Output.shape[0], -1);

    /// <summary>Carries a quantity from the output to the explained input.</summary>
    /// <param name="seed">What arrives at the output: <c>(N, K)</c>, or shaped like <see cref="Output"/> but for the number of rows.</param>
    /// <param name="rule">The rule, with the needs of the one that was recorded.</param>
    /// <param name="last">Whether no other walk follows: values are freed as it goes.</param>
    /// <param name="cancellation">Ends the work between two nodes.</param>
    /// <returns>What arrives at the explained input, disposed by the caller.</returns>
    public Tensor Run(Tensor seed, IWalkRule rule, bool last, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var arrivals = new Arrivals();
        PassMeter.CountBackward(seed.dim() > 0 ? seed.shape[0] : 1);
        arrivals.Add(_network.Outputs[0], Output.dim() < 2 ? seed.reshape(Output.shape) : seed.reshape([seed.shape[0], .. Output.shape[1..]]));
        for (var i = _steps.Count - 1; i >= 0; i--)
        {
            cancellation.ThrowIfCancellationRequested();
            Pass(_steps[i], rule, arrivals);
            if (last)
                _steps[i].Dispose();
        }

        return (arrivals.Take(_network.Inputs[0].Name) ?? seed.new_zeros([seed.shape[0], .. _inputShape[1..]])).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Output.Dispose();
        _steps.ForEach(s => s.Dispose());
    }

    private static void Pass(Step step, IWalkRule rule, Arrivals arrivals)
    {
        using var scope = NewDisposeScope();
        var arriving = step.Node.Outputs.Select(arrivals.Take).ToArray();
        if (arriving.All(a => a is null) || step.Needs.HasFlag(WalkNeeds.Nothing))
            return;
        var passed = rule.Apply(step.Node, step.Call, arriving);
        for (var i = 0; i < passed.Count; i++)
        {
            if (passed[i] is { } quantity && step.Call.IsActive(i))
                arrivals.Add(step.Node.Inputs[i], quantity);
        }
    }

    /// <summary>What has arrived at each value and not been passed on yet.</summary>
    private sealed class Arrivals : IDisposable
    {
        private readonly Dictionary<string, Tensor> _values = [];

        public void Add(string name, Tensor quantity)
        {
            if (_values.Remove(name, out var before))
            {
                _values.Add(name, (before + quantity).DetachFromDisposeScope());
                before.Dispose();
            }
            else
            {
                // An alias: a rule may hand the same tensor to several inputs.
                _values.Add(name, quantity.alias().DetachFromDisposeScope());
            }
        }

        /// <summary>Takes a value's sum out, into the current dispose scope.</summary>
        public Tensor? Take(string name)
        {
            if (name.Length == 0 || !_values.Remove(name, out var value))
                return null;
            using (value)
                return value.alias();
        }

        public void Dispose()
        {
            foreach (var value in _values.Values)
                value.Dispose();
        }
    }

    /// <summary>One node with the values that its rule needs.</summary>
    private sealed record Step(Node Node, OperatorCall Call, WalkNeeds Needs) : IDisposable
    {
        public void Dispose()
        {
            foreach (var value in Call.Inputs.Concat(Call.Outputs))
                value?.Dispose();
        }
    }

    private sealed class Recorder(string explained, IWalkRule rule) : IExecutionObserver
    {
        private readonly HashSet<string> _active = [explained];

        public List<Step> Steps { get; } = [];

        public bool IsActive(string value) => _active.Contains(value);

        public void OnExecuted(Node node, IReadOnlyList<Tensor?> inputs, Tensor[] outputs)
        {
            var active = node.Inputs.Select((name, i) => _active.Contains(name) && inputs[i]!.is_floating_point()).ToArray();
            if (node.Operator.Kind == OperatorKind.NonDifferentiable || !active.Contains(true))
                return;
            _active.UnionWith(node.Outputs.Where((name, i) => name.Length > 0 && outputs[i].is_floating_point()));
            var needs = rule.Needs(node, active);
            var (all, read, written) = (!needs.HasFlag(WalkNeeds.Nothing), needs.HasFlag(WalkNeeds.Inputs), needs.HasFlag(WalkNeeds.Outputs));
            var kept = inputs.Select((x, i) => x is null || !all ? null : Keep(x, read || !active[i])).ToArray();
            Steps.Add(new Step(node, new OperatorCall(kept, active, all ? [.. outputs.Select(y => Keep(y, written))] : []), needs));
        }

        private static Tensor Keep(Tensor value, bool whole) => (whole ? value.detach() : StandIn(value)).DetachFromDisposeScope();

        /// <summary>A tensor of the value's shape and type with the memory of one element.</summary>
        private static Tensor StandIn(Tensor value)
        {
            using var scope = NewDisposeScope();
            return value.new_zeros([]).expand(value.shape).MoveToOuterDisposeScope();
        }
    }
}
