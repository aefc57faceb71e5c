using Salience.Onnx;
using Salience.Tests.OnnxRuntime;
using static TorchSharp.torch;

namespace Salience.Tests.Conformance;

/// <summary>ONNX Runtime gives for an exported network what the network itself gives, on every case of the conformance suite.</summary>
[NoTensorLeaks]
public class ConformanceRuntimeTests
{
    /// <summary>Cases that differ, with the reason: lines <c>name: reason</c>, as in <c>unsupported.txt</c>.</summary>
    private static readonly Dictionary<string, string> Differences = ConformanceSuite.ReadList("runtime-differences.txt");

    public static TheoryData<string> Cases => ConformanceSuite.Rows;

    [Theory]
    [MemberData(nameof(Cases))]
    public void ONNX_Runtime_gives_the_same_outputs_for_an_exported_network(string name)
    {
        var test = ConformanceSuite.Require(name);
        Assert.SkipWhen(ConformanceSuite.ReasonAgainst(test) is not null, "The case is not supported.");
        using var scope = NewDisposeScope();
        using var exported = new ExportedCase(test.ExtractModel, ExportedCase.AsWritten);
        var sets = test.ReadDataSets()
            .Select(s => (Inputs: Named(exported.Info.Inputs, s.Inputs), Outputs: Named(exported.Info.Outputs, s.Outputs))).ToList();
        var failure = Record.Exception(() => sets.ForEach(s => RuntimeAgreement.Check(exported.Network, exported.Exported, s.Inputs)));
        if (ConformanceSuite.ReasonFor(test, Differences) is { } reason)
        {
            Assert.True(failure is not null, $"{name} agrees; take it out of runtime-differences.txt ({reason}).");
            return;
        }

        Assert.SkipWhen(
            failure is not null && Record.Exception(() => sets.ForEach(s => CompareOriginal(exported, s.Inputs, s.Outputs))) is not null,
            $"ONNX Runtime does not give the suite's outputs for the suite's own model either: {failure?.Message}");
        Assert.True(failure is null, $"{name}: {failure?.Message}");
    }

    [Fact]
    public void The_list_of_differences_gives_reasons() =>
        Assert.All(Differences, d => Assert.False(string.IsNullOrWhiteSpace(d.Value), d.Key));

    private static void CompareOriginal(ExportedCase exported, Dictionary<string, Tensor> inputs, Dictionary<string, Tensor> wanted)
    {
        var actual = RuntimeAgreement.Run(exported.Original, inputs, [.. wanted.Keys]);
        foreach (var (name, expected) in wanted)
            TensorComparison.AssertEqual(expected, actual[name], name);
    }

    private static Dictionary<string, Tensor> Named(IReadOnlyList<OnnxValueInfo> declared, Tensor[] values) =>
        declared.Select(d => d.Name).Zip(values).ToDictionary(p => p.First, p => p.Second);
}
