using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Networks;

/// <summary>Runs the nodes of a network in order and frees each value after its last reader.</summary>
internal static class Execution
{
    /// <summary>Runs <paramref name="network"/> until every value in <paramref name="values"/> is known.</summary>
    public static IReadOnlyDictionary<string, Tensor> Run(
        Network network, IReadOnlyDictionary<string, Tensor> inputs, IReadOnlyList<string> values, IExecutionObserver? observer, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var nodes = ReferenceEquals(values, network.Outputs) ? network.Nodes : NetworkGraph.Needed(network.Nodes, values);
        var live = BindInputs(network, inputs, nodes, values);
        PassMeter.CountForward(Rows(network, live));
        var readers = CountReaders(nodes, values);
        foreach (var node in nodes)
        {
            cancellation.ThrowIfCancellationRequested();
            var arguments = node.Inputs.Select(name => name.Length == 0 ? null : Find(network, live, name)).ToArray();
            var outputs = Call(node, arguments);
            observer?.OnExecuted(node, arguments, outputs);
            for (var i = 0; i < outputs.Length; i++)
            {
                var name = i < node.Outputs.Count ? node.Outputs[i] : string.Empty;
                if (name.Length > 0 && readers.ContainsKey(name))
                    live.Add(name, outputs[i]);
                else
                    outputs[i].Dispose();
            }

            Release(node.Inputs, live, readers);
        }

        return values.Distinct().ToDictionary(name => name, name => Find(network, live, name).alias().MoveToOuterDisposeScope());
    }

    private static long Rows(Network network, Dictionary<string, Tensor> live) =>
        network.Inputs.Count > 0 && live.TryGetValue(network.Inputs[0].Name, out var first) && first.dim() > 0 ? first.shape[0] : 1;

    private static Tensor Find(Network network, Dictionary<string, Tensor> live, string name) =>
        live.TryGetValue(name, out var value) ? value : network.Parameters.TryGetValue(name, out var parameter) ? parameter
            : throw new ArgumentException($"The network has no value '{name}'.");

    /// <summary>The network's inputs as handles of this run, so that the caller's are never disposed.</summary>
    private static Dictionary<string, Tensor> BindInputs(
        Network network, IReadOnlyDictionary<string, Tensor> inputs, IReadOnlyList<Node> nodes, IReadOnlyList<string> values)
    {
        var read = nodes.SelectMany(n => n.Inputs).Concat(values).ToHashSet();
        var live = new Dictionary<string, Tensor>();
        foreach (var input in network.Inputs.Where(i => read.Contains(i.Name)))
        {
            if (!inputs.TryGetValue(input.Name, out var tensor))
                throw new ArgumentException($"The network needs an input named '{input.Name}'; given: {string.Join(", ", inputs.Keys)}.", nameof(inputs));
            InputCheck.Require(input, tensor);
            live.Add(input.Name, tensor.alias());
        }

        return live;
    }

    private static Dictionary<string, int> CountReaders(IReadOnlyList<Node> nodes, IReadOnlyList<string> values)
    {
        var readers = values.Distinct().ToDictionary(v => v, _ => 1);
        foreach (var name in nodes.SelectMany(n => n.Inputs).Where(n => n.Length > 0))
            readers[name] = readers.GetValueOrDefault(name) + 1;
        return readers;
    }

    private static void Release(IReadOnlyList<string> names, Dictionary<string, Tensor> live, Dictionary<string, int> readers)
    {
        foreach (var name in names)
        {
            if (name.Length > 0 && --readers[name] == 0 && live.Remove(name, out var value))
                value.Dispose();
        }
    }

    /// <summary>One operator call; a failure inside libtorch is reported with the node's name and the shapes it met.</summary>
    private static Tensor[] Call(Node node, Tensor?[] arguments)
    {
        using var scope = NewDisposeScope();
        try
        {
            var outputs = node.Operator.Forward(arguments);
            foreach (var output in outputs)
                output.MoveToOuterDisposeScope();
            return outputs;
        }
        catch (Exception e) when (e is System.Runtime.InteropServices.ExternalException or ArgumentException)
        {
            var shapes = string.Join(", ", arguments.Select(a => a is null ? "absent" : $"({string.Join(", ", a.shape)}) {a.dtype}"));
            throw new InvalidOperationException($"{node} cannot run on {shapes}: {e.Message.Split('\n')[0]}", e);
        }
    }
}
