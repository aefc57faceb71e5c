using Salience.Networks;
using Salience.Onnx.Conversion;
using Salience.Onnx.Graph;
using static TorchSharp.torch;

namespace Salience.Onnx;

/// <summary>Decides which value of a model is explained and which others a run returns.</summary>
/// <param name="Names">Values to return, the explained one first.</param>
/// <param name="Activation">The final Softmax or LogSoftmax that the explained value stands before.</param>
/// <param name="Warnings">What had to be assumed.</param>
internal sealed record OutputSelection(IReadOnlyList<string> Names, FinalActivation? Activation, IReadOnlyList<string> Warnings)
{
    /// <summary>Operators that hand their first input on in another shape or type.</summary>
    private static readonly HashSet<string> PassesOn = ["Cast", "Flatten", "Identity", "Reshape", "Squeeze", "Unsqueeze"];

    /// <summary>Selects the outputs and, where logits are wanted and stand behind a reshape, adds that reshape for them.</summary>
    /// <exception cref="OnnxFormatException">The output asked for does not exist, or none is of floating type.</exception>
    public static OutputSelection Select(OnnxGraph graph, NetworkAssembly assembly, OnnxImportOptions options)
    {
        var explained = Explained(graph, options.Output);
        var warnings = new List<string>();
        if (options.Output is null && graph.Outputs.Count > 1)
            warnings.Add($"The model has {graph.Outputs.Count} outputs ({string.Join(", ", graph.Outputs.Select(o => o.Name))}); '{explained}' is explained.");
        var activation = options.ExplainLogits ? FindActivation(graph, assembly, explained) : null;
        var names = new List<string> { activation?.Logits ?? explained, explained };
        names.AddRange(graph.Outputs.Select(o => o.Name));
        return new OutputSelection(names.Distinct().ToList(), activation, warnings);
    }

    private static string Explained(OnnxGraph graph, string? wanted)
    {
        if (wanted is null)
        {
            return graph.Outputs.FirstOrDefault(o => o.Type is null || IsFloating(o.Type.Torch))?.Name
                ?? graph.Outputs[0].Name;
        }

        if (graph.Outputs.Any(o => o.Name == wanted) || graph.Nodes.Any(n => n.Outputs.Contains(wanted)))
            return wanted;
        throw OnnxFormatException.In(graph.File.Path, $"has no output '{wanted}'. Its outputs are: {string.Join(", ", graph.Outputs.Select(o => o.Name))}.");
    }

    private static bool IsFloating(ScalarType type) => type is ScalarType.Float32 or ScalarType.Float64 or ScalarType.Float16 or ScalarType.BFloat16;

    private static FinalActivation? FindActivation(OnnxGraph graph, NetworkAssembly assembly, string output)
    {
        var producers = graph.Nodes.SelectMany(n => n.Outputs.Where(o => o.Length > 0).Select(o => (Output: o, Node: n))).ToDictionary(p => p.Output, p => p.Node);
        var behind = new Stack<string>();
        var at = output;
        while (producers.TryGetValue(at, out var node) && node.Domain.Length == 0)
        {
            if (node.OpType is "Softmax" or "LogSoftmax")
                return new FinalActivation(node.OpType, Repeat(assembly, behind, at, node.Input(0)), output);
            if (!PassesOn.Contains(node.OpType))
                return null;
            behind.Push(at);
            at = node.Input(0);
        }

        return null;
    }

    /// <summary>Does to the logits what the model does to the probabilities behind the activation.</summary>
    private static string Repeat(NetworkAssembly assembly, Stack<string> behind, string activated, string logits)
    {
        foreach (var value in behind)
        {
            if (assembly.Nodes.FirstOrDefault(n => n.Outputs.Contains(value)) is not { } node)
                return logits;
            var name = assembly.NewValue($"{value}.logits");
            var inputs = node.Inputs.Select(i => i == activated ? logits : i).ToList();
            assembly.Add(new Node($"{node.Name}.logits", node.Operator, inputs, [name]));
            (activated, logits) = (value, name);
        }

        return logits;
    }
}
