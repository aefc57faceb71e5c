using Microsoft.ML.OnnxRuntime;
using Salience.Networks;
using Salience.Onnx;
using Salience.Operators;
using Salience.Tests.Golden;
using Salience.Tests.OnnxRuntime;
using Salience.Tests.Zoo;
using Salience.Zoo;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Onnx.Export;

/// <summary>Every model at hand, imported node by node and as users get it, in both precisions, saved and imported again.</summary>
[NoTensorLeaks]
public class ReexportTests
{
    /// <summary>What a network's outputs may differ from another runtime's, of the largest output.</summary>
    private const double OfLargest = 1e-5;

    public static TheoryData<string, OnnxPrecision, bool> Cases
    {
        get
        {
            var rows = new TheoryData<string, OnnxPrecision, bool>();
            foreach (var path in TestData.Files("golden", "*.onnx").Concat(TestData.Files("models", "*.onnx")).DefaultIfEmpty("golden"))
            {
                foreach (var precision in new[] { OnnxPrecision.Single, OnnxPrecision.Double })
                {
                    rows.Add(Path.GetRelativePath(TestData.Root, path), precision, false);
                    rows.Add(Path.GetRelativePath(TestData.Root, path), precision, true);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_saved_network_imports_to_the_same_nodes_and_computes_the_same_bits(string file, OnnxPrecision precision, bool rewritten)
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        var options = new OnnxImportOptions(Precision: precision);
        using var first = OnnxImporter.Load(TestData.Require(file), rewritten ? options : options with { Passes = [] });

        using var again = SavedNetwork.RoundTrip(
            first.Network, folder, import: new OnnxImportOptions(Precision: OnnxPrecision.Keep) { Passes = rewritten ? new OnnxImportOptions().Passes : [] });

        SavedNetwork.AssertSameBits(first.Network, again.Network, Inputs(first.Network));
        // The softmax of old opsets, over several axes at once, needs several nodes today.
        if (!first.Network.Nodes.Any(n => n.Operator is VectorFunction { Flatten: true }))
            SavedNetwork.AssertSameNetwork(first.Network, again.Network);
    }

    [Theory]
    [MemberData(nameof(GoldenCase.Rows), MemberType = typeof(GoldenCase))]
    public void ONNX_Runtime_computes_the_reference_logits_from_a_saved_network(string model, string reference)
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        var golden = GoldenCase.Of(model, reference);
        using var network = golden.Load(OnnxPrecision.Single);
        OnnxExporter.Save(network.Network, folder.File("saved.onnx"));

        using var session = new RuntimeSession(folder.File("saved.onnx"));
        using var value = RuntimeSession.Value(golden.Read("input").to_type(ScalarType.Float32), session.Input.Type);
        var output = network.Network.Outputs[0];
        var actual = session.Run(new Dictionary<string, OrtValue> { [session.Input.Name] = value }, [output])[output];

        AssertClose(golden.Original.Read("logits"), actual);
    }

    [Theory]
    [MemberData(nameof(ZooCatalogueTests.Names), MemberType = typeof(ZooCatalogueTests))]
    public void A_network_of_the_zoo_survives_and_ONNX_Runtime_agrees(string name)
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        // The networks for photographs are narrowed: they have the same layers.
        var entry = ZooCatalogue.Find(name);
        var settings = new ZooSettings { Seed = 5, Biases = BiasInitialization.Normal };
        using var network = entry.Build(entry.Size < 100 ? settings : settings with { WidthFactor = 0.25, Height = 64, Width = 64 });
        var inputs = SavedNetwork.Inputs(network, batch: 2, size: 40);

        using var again = SavedNetwork.RoundTrip(network, folder);
        SavedNetwork.AssertSameNetwork(network, again.Network);
        SavedNetwork.AssertSameBits(network, again.Network, inputs);

        using var session = new RuntimeSession(folder.File("saved.onnx"));
        using var value = RuntimeSession.Value(inputs.Values.Single(), session.Input.Type);
        var actual = session.Run(new Dictionary<string, OrtValue> { [session.Input.Name] = value }, [.. network.Outputs]);
        AssertClose(network.Run(inputs)[network.Outputs[0]], actual[network.Outputs[0]]);
    }

    private static void AssertClose(Tensor expected, Tensor actual)
    {
        var (wanted, got) = (expected.to_type(ScalarType.Float64), actual.to_type(ScalarType.Float64));
        Assert.Equal(wanted.shape, got.shape);
        var error = (wanted - got).abs().max().ToDouble() / Math.Max(1, wanted.abs().max().ToDouble());
        Assert.True(error <= OfLargest, $"differs by {error:g3} of the largest output.");
    }

    private static Dictionary<string, Tensor> Inputs(Network network) => SavedNetwork.Inputs(network, batch: 1, size: 64);
}
