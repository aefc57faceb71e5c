using Salience.Onnx;
using static TorchSharp.torch;

namespace Salience.Tests.Conformance;

/// <summary>The operators compute what the ONNX backend tests say, in the types those tests use.</summary>
[NoTensorLeaks]
public class ConformanceTests
{
    public static TheoryData<string> Cases => ConformanceSuite.Rows;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Outputs_are_those_of_the_conformance_suite(string name)
    {
        var test = ConformanceSuite.Require(name);
        var asWritten = new OnnxImportOptions(Precision: OnnxPrecision.Keep, ExplainLogits: false) { Passes = [] };
        if (ConformanceSuite.ReasonAgainst(test) is not { } reason)
        {
            Run(test, asWritten);
            return;
        }

        var failure = Record.Exception(() => Run(test, asWritten));
        Assert.True(failure is not null, $"{name} passes; take it out of unsupported.txt ({reason}).");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_default_passes_change_no_output(string name)
    {
        var test = ConformanceSuite.Require(name);
        Assert.SkipWhen(ConformanceSuite.ReasonAgainst(test) is not null, "The case is not supported.");
        Run(test, new OnnxImportOptions(Precision: OnnxPrecision.Keep, ExplainLogits: false));
    }

    [Fact]
    public void The_list_of_unsupported_cases_gives_reasons() =>
        Assert.All(ConformanceSuite.Unsupported, u => Assert.False(string.IsNullOrWhiteSpace(u.Value), u.Key));

    private static void Run(ConformanceCase test, OnnxImportOptions options)
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        test.ExtractModel(folder.File("model.onnx"));
        using var model = OnnxImporter.Load(folder.File("model.onnx"), options);
        var sets = test.ReadDataSets();
        Assert.NotEmpty(sets);
        foreach (var (inputs, expected) in sets)
        {
            var named = model.Info.Inputs.Select(i => i.Name).Zip(inputs).ToDictionary(p => p.First, p => p.Second);
            var outputs = model.Network.Run(named);
            Assert.Equal(model.Info.Outputs.Count, expected.Length);
            foreach (var (declared, wanted) in model.Info.Outputs.Zip(expected))
                TensorComparison.AssertEqual(wanted, outputs[declared.Name], $"{test.Name} output '{declared.Name}'");
        }
    }
}
