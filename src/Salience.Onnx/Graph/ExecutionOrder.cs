using Salience.Onnx.Format;

namespace Salience.Onnx.Graph;

/// <summary>Puts nodes in an order in which every value is written before it is read.</summary>
internal static class ExecutionOrder
{
    /// <summary>The nodes in execution order; those that stand in order already stay where they are.</summary>
    /// <param name="file">The model file, for messages.</param>
    /// <param name="nodes">Nodes in the file's order.</param>
    /// <param name="given">Inputs and initialisers.</param>
    /// <exception cref="OnnxFormatException">A value is written twice, is read but never written, or nodes wait for each other.</exception>
    public static IReadOnlyList<FlatNode> Sort(string file, IReadOnlyList<FlatNode> nodes, IReadOnlySet<string> given)
    {
        var producers = Producers(file, nodes, given);
        var missing = new int[nodes.Count];
        var waiting = new Dictionary<int, List<int>>();
        for (var i = 0; i < nodes.Count; i++)
        {
            foreach (var input in nodes[i].Inputs.Where(n => n.Length > 0 && !given.Contains(n)).Distinct())
            {
                if (!producers.TryGetValue(input, out var producer))
                    throw Fault(file, nodes[i], $"reads '{input}', which no node writes and the model does not hold. The file is damaged.");
                missing[i]++;
                if (!waiting.TryGetValue(producer, out var list))
                    waiting.Add(producer, list = []);
                list.Add(i);
            }
        }

        var ready = new PriorityQueue<int, int>();
        for (var i = 0; i < nodes.Count; i++)
        {
            if (missing[i] == 0)
                ready.Enqueue(i, i);
        }

        var sorted = new List<FlatNode>(nodes.Count);
        while (ready.TryDequeue(out var next, out _))
        {
            sorted.Add(nodes[next]);
            foreach (var reader in waiting.GetValueOrDefault(next, []))
            {
                if (--missing[reader] == 0)
                    ready.Enqueue(reader, reader);
            }
        }

        if (sorted.Count < nodes.Count)
            throw Cycle(file, nodes, missing, producers);
        return sorted;
    }

    private static Dictionary<string, int> Producers(string file, IReadOnlyList<FlatNode> nodes, IReadOnlySet<string> given)
    {
        var producers = new Dictionary<string, int>();
        for (var i = 0; i < nodes.Count; i++)
        {
            foreach (var output in nodes[i].Outputs.Where(n => n.Length > 0))
            {
                if (given.Contains(output) || !producers.TryAdd(output, i))
                    throw Fault(file, nodes[i], $"writes '{output}', which exists already. The file is damaged.");
            }
        }

        return producers;
    }

    /// <summary>Follows unmet inputs from a stuck node until a node comes round again.</summary>
    private static OnnxFormatException Cycle(string file, IReadOnlyList<FlatNode> nodes, int[] missing, Dictionary<string, int> producers)
    {
        var path = new List<int>();
        var at = Array.FindIndex(missing, m => m > 0);
        while (!path.Contains(at))
        {
            path.Add(at);
            at = nodes[at].Inputs.Where(producers.ContainsKey).Select(n => producers[n]).First(p => missing[p] > 0);
        }

        var names = path.Skip(path.IndexOf(at)).Reverse().Take(5).Select(i => $"'{nodes[i].Name}'");
        return Fault(file, nodes[at], $"depends on its own output through {string.Join(", ", names)}: the graph is cyclic. The file is damaged.");
    }

    private static OnnxFormatException Fault(string file, FlatNode node, string fault) =>
        OnnxFormatException.In(file, $"node '{node.Name}' ({node.OpType}) {fault}");
}
