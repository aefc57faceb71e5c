using Salience.Networks;
using Salience.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Conformance;

/// <summary>A model imported, exported, and imported again.</summary>
internal sealed class ExportedCase : IDisposable
{
    /// <summary>Node by node as the file says, in its own types.</summary>
    public static readonly OnnxImportOptions AsWritten = new(Precision: OnnxPrecision.Keep, ExplainLogits: false) { Passes = [] };

    /// <summary>As users import, but in the file's own types.</summary>
    public static readonly OnnxImportOptions WithPasses = new(Precision: OnnxPrecision.Keep, ExplainLogits: false);

    private readonly TemporaryFolder _folder = new();
    private readonly OnnxModel _first;
    private readonly OnnxModel _second;

    /// <summary>Writes a model's bytes to a file, imports it with the options given, exports that and imports it with the same ones.</summary>
    public ExportedCase(Action<string> write, OnnxImportOptions options)
    {
        write(Original);
        _first = OnnxImporter.Load(Original, options);
        OnnxExporter.Save(_first.Network, Exported);
        _second = OnnxImporter.Load(Exported, options);
    }

    /// <summary>Path of the model.</summary>
    public string Original => _folder.File("original.onnx");

    /// <summary>Path of the exported network.</summary>
    public string Exported => _folder.File("exported.onnx");

    /// <summary>What the file says.</summary>
    public OnnxModelInfo Info => _first.Info;

    /// <summary>The network that was exported.</summary>
    public Network Network => _first.Network;

    /// <summary>Runs both networks and fails unless every output has the same bits. Returns the outputs.</summary>
    public IReadOnlyDictionary<string, Tensor> AssertSameBits(IReadOnlyDictionary<string, Tensor> inputs)
    {
        Assert.Equal(_first.Network.Inputs.Select(i => (i.Name, i.Type)), _second.Network.Inputs.Select(i => (i.Name, i.Type)));
        Assert.Equal(_first.Network.Outputs.Distinct(), _second.Network.Outputs);
        var (wanted, actual) = (_first.Network.Run(inputs), _second.Network.Run(inputs));
        foreach (var (name, expected) in wanted)
            AssertSameBits(expected, actual[name], name);
        return wanted;
    }

    public void Dispose()
    {
        _second?.Dispose();
        _first?.Dispose();
        _folder.Dispose();
    }

    private static void AssertSameBits(Tensor expected, Tensor actual, string what)
    {
        Assert.True(
            expected.shape.SequenceEqual(actual.shape) && expected.dtype == actual.dtype,
            $"{what}: exported ({string.Join(", ", expected.shape)}) {expected.dtype}, imported ({string.Join(", ", actual.shape)}) {actual.dtype}.");
        using var scope = NewDisposeScope();
        Assert.True(expected.contiguous().bytes.SequenceEqual(actual.contiguous().bytes), $"{what}: the imported network computes other bits.");
    }
}
