using Salience.Networks;
using Salience.Onnx.Format;
using Salience.Onnx.Metadata;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Onnx.Export;

/// <summary>Puts a network and what is stored beside it into one ONNX model.</summary>
internal static class ModelWriter
{
    /// <summary>Protocol buffers cannot express more; what is no constant takes far less than the rest.</summary>
    private const long LargestConstants = int.MaxValue - (16L << 20);

    /// <summary>Versions of the file format by the first opset released with them. Source: the ONNX project's Versioning.md.</summary>
    private static readonly (int Opset, int Version)[] FormatVersions = [(25, 13), (24, 12), (23, 11), (21, 10), (19, 9), (0, 8)];

    /// <summary>The model.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file it is for, for messages.</param>
    /// <param name="options">What to store beside it.</param>
    public static ModelProto Write(Network network, string path, OnnxExportOptions options)
    {
        ExportCheck.Require(network, options);
        RequireRoom(network, path);
        var shapes = ValueShapes.Of(network);
        ExportCheck.RequireClasses(options, shapes.Of(network.Outputs[0]));
        var writer = WriteNodes(network, options.Opset, shapes);
        if (writer.Unsupported.Count > 0)
            throw new UnsupportedOperatorException(path, writer.Unsupported);
        return new ModelProto
        {
            IrVersion = FormatVersions.First(v => v.Opset <= writer.Opset).Version,
            ProducerName = "salience",
            ProducerVersion = typeof(ModelWriter).Assembly.GetName().Version!.ToString(3),
            OpsetImport = { new OperatorSetIdProto { Domain = string.Empty, Version = writer.Opset } },
            MetadataProps = { ModelMetadata.Entries(options, writer.Exact) },
            Graph = new GraphProto
            {
                Name = options.GraphName,
                Node = { writer.Nodes },
                Initializer = { Parameters(network, writer), writer.Constants },
                Input = { network.Inputs.Select((input, i) => ValueDeclaration.Of(input, i)) },
                Output = { network.Outputs.Distinct().Select(o => ValueDeclaration.Of(o, writer.TypeOf(o), shapes.Of(o), network.Inputs)) },
            },
        };
    }

    /// <summary>The parameters that the written nodes read: some become attributes.</summary>
    private static IEnumerable<TensorProto> Parameters(Network network, GraphWriter writer)
    {
        var read = writer.Reads.Concat(network.Outputs).ToHashSet();
        return network.Parameters.Where(p => read.Contains(p.Key)).OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => TensorWriter.Write(p.Value, p.Key));
    }

    /// <summary>Writes the nodes, once more for every newer opset that one of them turns out to need.</summary>
    private static GraphWriter WriteNodes(Network network, int opset, ValueShapes shapes)
    {
        while (true)
        {
            var writer = new GraphWriter(network, opset, WriterRegistry.Default, shapes);
            writer.Write(network.Nodes);
            if (writer.RequiredOpset == opset)
                return writer;
            opset = writer.RequiredOpset;
        }
    }

    private static void RequireRoom(Network network, string path)
    {
        var bytes = network.Parameters.Values.Sum(p => p.numel() * p.element_size());
        if (bytes > LargestConstants)
            throw new ArgumentException($"{path}: the network's parameters take {bytes} bytes; an ONNX file holds at most {LargestConstants}. Save it in float32 or float16.");
    }
}
