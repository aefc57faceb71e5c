using System.Runtime.InteropServices;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Networks.Training;

/// <summary>Runs a network of one input on batches: every value has a slot known beforehand, and batches take libtorch's fastest algorithms.</summary>
/// <remarks>
/// Unlike <see cref="Network.Run(Tensor)"/> an image may get another rounding in another batch. Handles are closed after their last reader, so
/// that memory which no derivative needs is free at once.
/// </remarks>
internal sealed class BatchPlan
{
    private readonly NetworkInput _input;
    private readonly Tensor?[] _constants;
    private readonly Step[] _steps;
    private readonly int _inputSlot;
    private readonly int _outputSlot;

    /// <summary>Prepares the run of <paramref name="nodes"/>.</summary>
    /// <param name="network">The network whose first output is computed.</param>
    /// <param name="nodes">The nodes it needs.</param>
    /// <param name="constants">Constants by name; they must outlive the plan.</param>
    /// <param name="compiler">How nodes run.</param>
    public BatchPlan(Network network, IReadOnlyList<Node> nodes, IReadOnlyDictionary<string, Tensor> constants, BatchCompiler compiler)
    {
        RequireOneInput(network);
        (_input, var output) = (network.Inputs[0], network.Outputs[0]);
        var slots = new Dictionary<string, int>();
        int Slot(string name) => name.Length == 0 ? -1 : slots.TryGetValue(name, out var slot) ? slot : slots[name] = slots.Count;

        _inputSlot = Slot(_input.Name);
        var lastReader = new Dictionary<string, int>();
        for (var i = 0; i < nodes.Count; i++)
        {
            foreach (var name in nodes[i].Inputs)
                lastReader[name] = i;
        }

        var operators = compiler.Compile(nodes, output);
        _steps = [.. nodes.Select((node, i) => new Step(
            node,
            operators[i],
            [.. node.Inputs.Select(Slot)],
            [.. node.Outputs.Select(o => o == output || lastReader.ContainsKey(o) ? Slot(o) : -1)],
            [.. node.Inputs.Distinct().Where(n => n.Length > 0 && lastReader[n] == i && n != output && !constants.ContainsKey(n)).Select(Slot)]))];
        _outputSlot = Slot(output);
        _constants = new Tensor?[slots.Count];
        foreach (var (name, slot) in slots)
            _constants[slot] = constants.GetValueOrDefault(name);
    }

    /// <summary>Throws unless the network has one input.</summary>
    public static void RequireOneInput(Network network)
    {
        var names = network.Inputs.Select(i => i.Name).ToList();
        if (names.Count != 1)
            throw new ArgumentException($"Batches run through networks of one input; this one has {names.Count}: {string.Join(", ", names)}.", nameof(network));
    }

    /// <summary>A plan that evaluates a network; the network must outlive it.</summary>
    public static BatchPlan ForEvaluation(Network network) =>
        new(network, NetworkGraph.Needed(network.Nodes, [network.Outputs[0]]), network.Parameters, BatchCompiler.Evaluation);

    /// <summary>The first output for a batch; fresh, disposed by the caller.</summary>
    public Tensor Run(Tensor input, RunMode mode)
    {
        InputCheck.Require(_input, input);
        using var scope = NewDisposeScope();
        var values = (Tensor?[])_constants.Clone();
        values[_inputSlot] = input.alias();
        foreach (var step in _steps)
        {
            var outputs = step.Call(values, mode);
            for (var i = 0; i < outputs.Length; i++)
            {
                if (i < step.Outputs.Length && step.Outputs[i] is >= 0 and var slot)
                    values[slot] = outputs[i];
                else
                    outputs[i].Dispose();
            }

            foreach (var slot in step.Released)
                values[slot]!.Dispose();
        }

        return values[_outputSlot]!.alias().MoveToOuterDisposeScope();
    }

    private sealed record Step(Node Node, BatchOperator Operator, int[] Inputs, int[] Outputs, int[] Released)
    {
        /// <summary>One call; a failure inside libtorch is reported with the node's name and the shapes it met.</summary>
        public Tensor[] Call(Tensor?[] values, RunMode mode)
        {
            using var scope = NewDisposeScope();
            var arguments = Array.ConvertAll(Inputs, slot => slot < 0 ? null : values[slot]);
            try
            {
                var outputs = Operator.Run(arguments, mode);
                foreach (var output in outputs)
                    output.MoveToOuterDisposeScope();
                return outputs;
            }
            catch (Exception e) when (e is ExternalException or ArgumentException)
            {
                var shapes = string.Join(", ", arguments.Select(a => a is null ? "absent" : $"({string.Join(", ", a.shape)}) {a.dtype}"));
                throw new InvalidOperationException($"{Node} cannot run on {shapes}: {e.Message.Split('\n')[0]}", e);
            }
        }
    }
}
