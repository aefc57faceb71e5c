using Salience.Onnx.Graph;
using Salience.Onnx.Metadata;
using Salience.Onnx.Opsets;

namespace Salience.Onnx;

/// <summary>Gathers what a file says about itself.</summary>
internal static class ModelDescription
{
    /// <summary>The description of a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="warnings">Warnings beyond those about the file's versions.</param>
    public static OnnxModelInfo Describe(OnnxGraph graph, IEnumerable<string> warnings)
    {
        var model = graph.File.Model;
        var metadata = ModelMetadata.Of(model);
        var stored = StoredProperties.Read(metadata);
        return new OnnxModelInfo(
            graph.File.Path,
            graph.File.Length,
            graph.File.Sha256,
            model.IrVersion,
            $"{model.ProducerName} {model.ProducerVersion}".Trim(),
            graph.Opsets,
            graph.Inputs.Select(Describe).ToList(),
            graph.Outputs.Select(Describe).ToList(),
            metadata,
            Histogram(graph),
            VersionWarnings(graph).Concat(warnings).Concat(stored.Warnings).ToList())
        {
            Labels = stored.Labels,
            Preprocessing = stored.Preprocessing,
            TrainingRecord = stored.TrainingRecord,
        };
    }

    private static OnnxValueInfo Describe(OnnxValue value) => new(value.Name, value.Type?.Name ?? string.Empty, value.Shape);

    private static SortedDictionary<string, int> Histogram(OnnxGraph graph)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var node in graph.Nodes)
        {
            var name = node.Domain.Length == 0 ? node.OpType : $"{node.Domain}.{node.OpType}";
            counts[name] = counts.GetValueOrDefault(name) + 1;
        }

        return counts;
    }

    private static IEnumerable<string> VersionWarnings(OnnxGraph graph)
    {
        if (graph.Opsets.TryGetValue(string.Empty, out var opset) && opset > OpsetHistory.Last)
            yield return $"The model imports opset {opset}; the newest known is {OpsetHistory.Last}, and the operators are read as of that one.";
        else if (!graph.Opsets.ContainsKey(string.Empty) && graph.Nodes.Any(n => n.Domain.Length == 0))
            yield return "The model does not say which opset it uses; opset 1 is assumed.";
    }
}
