using System.Runtime.InteropServices;
using Salience.Networks;
using Salience.Onnx.Conversion;
using Salience.Onnx.Format;
using Salience.Onnx.Graph;
using static TorchSharp.torch;

namespace Salience.Onnx;

/// <summary>Reads ONNX models into networks.</summary>
public static class OnnxImporter
{
    /// <summary>Imports a model.</summary>
    /// <param name="path">Path of the <c>.onnx</c> file; external data is looked for beside it.</param>
    /// <param name="options">How to import; the defaults when <see langword="null"/>.</param>
    /// <returns>The network with what the file says, disposed by the caller.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="OnnxFormatException">The file is not an ONNX model, is damaged or contradicts itself.</exception>
    /// <exception cref="UnsupportedOperatorException">The model uses operators that are not supported; every one is listed.</exception>
    public static OnnxModel Load(string path, OnnxImportOptions? options = null) => Load(OnnxModelReader.Read(path), options ?? new OnnxImportOptions());

    /// <summary>Imports a model from a stream, such as a resource of a program.</summary>
    /// <param name="model">The bytes of an <c>.onnx</c> file without external data; a stream that can seek, left open.</param>
    /// <param name="name">How messages and the model's description name it.</param>
    /// <param name="options">How to import; the defaults when <see langword="null"/>.</param>
    /// <returns>The network with what the file says, disposed by the caller.</returns>
    /// <exception cref="OnnxFormatException">The bytes are not an ONNX model, are damaged or contradict themselves.</exception>
    /// <exception cref="UnsupportedOperatorException">The model uses operators that are not supported; every one is listed.</exception>
    public static OnnxModel Load(Stream model, string name, OnnxImportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Load(OnnxModelReader.Read(model, name), options ?? new OnnxImportOptions());
    }

    /// <summary>Describes a model, also one that cannot be imported.</summary>
    /// <param name="path">Path of the <c>.onnx</c> file.</param>
    /// <returns>What the file says and which of its nodes are not supported.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="OnnxFormatException">The file is not an ONNX model, is damaged or contradicts itself.</exception>
    public static OnnxInspection Inspect(string path) => Inspect(OnnxModelReader.Read(path));

    /// <summary>Describes a model in a stream, also one that cannot be imported.</summary>
    /// <param name="model">The bytes of an <c>.onnx</c> file without external data; a stream that can seek, left open.</param>
    /// <param name="name">How messages and the description name it.</param>
    /// <returns>What it says and which of its nodes are not supported.</returns>
    /// <exception cref="OnnxFormatException">The bytes are not an ONNX model, are damaged or contradict themselves.</exception>
    public static OnnxInspection Inspect(Stream model, string name)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Inspect(OnnxModelReader.Read(model, name));
    }

    private static OnnxModel Load(OnnxFile file, OnnxImportOptions options)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var graph = OnnxGraph.Load(file);
        using var assembly = NewAssembly(graph);
        var unsupported = ModelConverter.Convert(graph, ConverterRegistry.Default, assembly);
        if (unsupported.Count > 0)
            throw new UnsupportedOperatorException(file.Path, unsupported);
        var outputs = OutputSelection.Select(graph, assembly, options);
        var network = Build(graph, assembly, outputs.Names);
        var info = ModelDescription.Describe(graph, outputs.Warnings) with { Activation = outputs.Activation };
        return new OnnxModel(Rewrite(network, file.Path, options), info);
    }

    private static OnnxInspection Inspect(OnnxFile file)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var graph = OnnxGraph.Load(file);
        using var assembly = NewAssembly(graph);
        var unsupported = ModelConverter.Convert(graph, ConverterRegistry.Default, assembly);
        return new OnnxInspection(ModelDescription.Describe(graph, []), unsupported);
    }

    private static NetworkAssembly NewAssembly(OnnxGraph graph) =>
        new(graph.Nodes.SelectMany(n => n.Outputs).Concat(graph.Initializers.Keys).Concat(graph.Inputs.Select(i => i.Name)));

    private static Network Build(OnnxGraph graph, NetworkAssembly assembly, IReadOnlyList<string> outputs)
    {
        var inputs = graph.Inputs.Select(i => new NetworkInput(i.Name, i.Type?.Torch ?? ScalarType.Float32, i.Shape ?? [])).ToList();
        return assembly.Build(inputs, outputs);
    }

    /// <summary>Applies the precision and the passes asked for; each network but the last is disposed.</summary>
    private static Network Rewrite(Network network, string path, OnnxImportOptions options)
    {
        // Passes ask what depends on the input; in a model without one, nothing does.
        var passes = network.Inputs.Count > 0 ? options.Passes.AsEnumerable() : [];
        if (Precision(network, options.Precision) is { } type)
            passes = passes.Prepend(n => n.To(type));
        foreach (var pass in passes)
        {
            using var before = network;
            network = Apply(pass, before, path);
        }

        return network;
    }

    /// <summary>A pass evaluates constants; where the model's own constants do not fit together, that is a fault of the file.</summary>
    private static Network Apply(Func<Network, Network> pass, Network network, string path)
    {
        try
        {
            return pass(network);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or ExternalException)
        {
            throw OnnxFormatException.In(path, $"holds constants that do not fit together ({e.Message.Split('\n')[0].TrimEnd('.', '\r')}). The file is damaged.", e);
        }
    }

    private static ScalarType? Precision(Network network, OnnxPrecision precision) => precision switch
    {
        OnnxPrecision.Single => ScalarType.Float32,
        OnnxPrecision.Double => ScalarType.Float64,
        OnnxPrecision.Automatic when UsesHalf(network) => ScalarType.Float32,
        _ => null,
    };

    private static bool UsesHalf(Network network) =>
        network.Inputs.Select(i => i.Type).Concat(network.Parameters.Values.Select(p => p.dtype)).Any(t => t is ScalarType.Float16 or ScalarType.BFloat16);
}
