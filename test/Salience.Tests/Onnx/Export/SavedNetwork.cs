using Salience.Networks;
using Salience.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Onnx.Export;

/// <summary>Networks saved and loaded again, and what must not change by that.</summary>
internal static class SavedNetwork
{
    /// <summary>Saves a network and imports it as it stands, or with the passes given.</summary>
    public static OnnxModel RoundTrip(Network network, TemporaryFolder folder, OnnxExportOptions? options = null, OnnxImportOptions? import = null)
    {
        var path = folder.File("saved.onnx");
        OnnxExporter.Save(network, path, options);
        return OnnxImporter.Load(path, import ?? NodeByNode);
    }

    /// <summary>Nothing rewritten, nothing reinterpreted.</summary>
    public static OnnxImportOptions NodeByNode { get; } = new(Precision: OnnxPrecision.Keep, ExplainLogits: false) { Passes = [] };

    /// <summary>Fails unless every output has the same bits for the same inputs.</summary>
    public static void AssertSameBits(Network expected, Network actual, IReadOnlyDictionary<string, Tensor> inputs)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var (before, after) = (expected.Run(inputs), actual.Run(inputs));
        Assert.Equal(before.Keys.Order(StringComparer.Ordinal), after.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, value) in before)
            AssertSameBits(value, after[name], name);
    }

    /// <summary>Fails unless nodes, their operators, names and connections, inputs, outputs and parameters are the same.</summary>
    public static void AssertSameNetwork(Network expected, Network actual)
    {
        Assert.Equal(Describe(expected), Describe(actual));
        Assert.Equal(expected.Outputs, actual.Outputs);
        Assert.Equal(expected.Inputs.Select(i => (i.Name, i.Type)), actual.Inputs.Select(i => (i.Name, i.Type)));
        Assert.All(expected.Inputs.Zip(actual.Inputs), p => Assert.Equal(p.First.Shape, p.Second.Shape));
        Assert.Equal(expected.Parameters.Keys.Order(StringComparer.Ordinal), actual.Parameters.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, value) in expected.Parameters)
            AssertSameBits(value, actual.Parameters[name], name);
    }

    /// <summary>A random input for every input of the network, open sizes chosen.</summary>
    public static Dictionary<string, Tensor> Inputs(Network network, long batch = 2, long size = 32)
    {
        using var generator = new Generator(3);
        return network.Inputs.ToDictionary(
            i => i.Name,
            i => rand(i.Shape.Select((s, d) => s ?? (d == 0 ? batch : size)).ToArray(), generator: generator).to_type(i.Type));
    }

    private static void AssertSameBits(Tensor expected, Tensor actual, string name)
    {
        Assert.Equal((expected.dtype, string.Join('x', expected.shape)), (actual.dtype, string.Join('x', actual.shape)));
        using var scope = NewDisposeScope();
        var same = expected.eq(actual).logical_or(expected.isnan().logical_and(actual.isnan()));
        Assert.True(same.all().ToBoolean(), $"{name}: {same.logical_not().sum().ToInt64()} of {same.numel()} elements differ.");
    }

    /// <summary>Operator, name and connections of every node. Outputs that nothing reads and absent inputs at the end need not be written.</summary>
    private static IEnumerable<string> Describe(Network network)
    {
        var read = network.Nodes.SelectMany(n => n.Inputs).Concat(network.Outputs).ToHashSet();
        return network.Nodes.Select(n => $"{n} {n.Operator.GetType().Name} [{string.Join(", ", n.Inputs).TrimEnd(',', ' ')}] -> [{string.Join(", ", n.Outputs.Where(read.Contains))}]");
    }
}
