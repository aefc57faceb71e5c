using static TorchSharp.torch;

namespace Salience.Tests.Conformance;

/// <summary>Every operator that can be imported can be exported: the cases of the conformance suite come back from a file of ours bit for bit.</summary>
[NoTensorLeaks]
public class ConformanceExportTests
{
    public static TheoryData<string> Cases => ConformanceSuite.Rows;

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_exported_network_comes_back_bit_for_bit(string name)
    {
        var test = Require(name);
        using var scope = NewDisposeScope();
        using var exported = new ExportedCase(test.ExtractModel, ExportedCase.AsWritten);
        var sets = test.ReadDataSets();
        Assert.NotEmpty(sets);
        foreach (var (inputs, expected) in sets)
        {
            var outputs = exported.AssertSameBits(Named(exported, inputs));
            foreach (var (declared, wanted) in exported.Info.Outputs.Zip(expected))
                TensorComparison.AssertEqual(wanted, outputs[declared.Name], $"{test.Name} output '{declared.Name}'");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_network_that_the_default_passes_rewrote_comes_back_bit_for_bit(string name)
    {
        var test = Require(name);
        using var scope = NewDisposeScope();
        using var exported = new ExportedCase(test.ExtractModel, ExportedCase.WithPasses);
        foreach (var (inputs, _) in test.ReadDataSets())
            exported.AssertSameBits(Named(exported, inputs));
    }

    private static ConformanceCase Require(string name)
    {
        var test = ConformanceSuite.Require(name);
        Assert.SkipWhen(ConformanceSuite.ReasonAgainst(test) is not null, "The case is not supported.");
        return test;
    }

    private static Dictionary<string, Tensor> Named(ExportedCase exported, Tensor[] inputs) =>
        exported.Info.Inputs.Select(i => i.Name).Zip(inputs).ToDictionary(p => p.First, p => p.Second);
}
