using Microsoft.ML.OnnxRuntime;
using Salience.Onnx;
using Salience.Tests.Conformance;
using static TorchSharp.torch;

namespace Salience.Tests.OnnxRuntime;

/// <summary>Single operators, in many versions and with every attribute, come back from an exported file bit for bit, and ONNX Runtime runs that file.</summary>
[NoTensorLeaks]
public class OperatorCaseExportTests
{
    [Theory]
    [MemberData(nameof(OperatorCaseTests.Cases), MemberType = typeof(OperatorCaseTests))]
    public void An_exported_operator_is_the_operator(string line)
    {
        using var scope = NewDisposeScope();
        var test = OperatorCase.Parse(line);

        Check(test, int.MaxValue, ExportedCase.AsWritten);
        // The usual model holds all but the data as constants, and the passes rewrite it.
        Check(test, 1, ExportedCase.WithPasses);
    }

    private static void Check(OperatorCase test, int constantFrom, OnnxImportOptions options)
    {
        using var exported = new ExportedCase(path => File.WriteAllBytes(path, test.Model(constantFrom)), options);
        var inputs = exported.Network.Inputs.ToDictionary(i => i.Name, i => test.Inputs[int.Parse(i.Name[1..])]!.ToTorch());
        exported.AssertSameBits(inputs);
        var failure = Record.Exception(() => RuntimeAgreement.Check(exported.Network, exported.Exported, inputs));
        // Where the line states the outputs, ONNX Runtime lacks the operator or is wrong.
        if (failure is null || test.Expected is not null)
            return;
        var runsAsWritten = Record.Exception(() => RuntimeAgreement.Run(exported.Original, inputs, [])) is not OnnxRuntimeException;
        Assert.False(runsAsWritten, $"ONNX Runtime runs the model, but not as exported (constants from {constantFrom}): {failure.Message}");
    }
}
