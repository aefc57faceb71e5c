using Microsoft.ML.OnnxRuntime;
using Salience.Onnx;
using Salience.Tests.Conformance;
using static TorchSharp.torch;

namespace Salience.Tests.OnnxRuntime;

/// <summary>
/// Single operators, in many versions and with every attribute, give what ONNX Runtime gives, or what the line itself states where ONNX
/// Runtime lacks the operator. The cases are the lines of <c>Cases/*.txt</c>; see <see cref="OperatorCase"/>.
/// </summary>
[NoTensorLeaks]
public class OperatorCaseTests
{
    private const double Absolute = 1e-6;

    public static TheoryData<string> Cases =>
    [
        .. Directory.EnumerateFiles(Path.Combine(TestData.RepositoryRoot, "test", "Salience.Tests", "OnnxRuntime", "Cases"), "*.txt")
            .Order(StringComparer.Ordinal).SelectMany(File.ReadAllLines).Where(line => line.Length > 0 && line[0] != '#').Distinct(),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_importer_gives_what_ONNX_Runtime_gives(string line)
    {
        using var scope = NewDisposeScope();
        var test = OperatorCase.Parse(line);
        var expected = Expected(test);

        Check(test, int.MaxValue, new OnnxImportOptions(Precision: OnnxPrecision.Keep, ExplainLogits: false) { Passes = [] }, expected);
        // The usual model holds all but the data as constants, and the passes rewrite it.
        Check(test, 1, new OnnxImportOptions(Precision: OnnxPrecision.Keep, ExplainLogits: false), expected);
    }

    private static Dictionary<string, Tensor> Expected(OperatorCase test)
    {
        if (test.Expected is { } stated)
            return test.Outputs.Zip(stated).ToDictionary(p => p.First, p => p.Second.ToTorch());
        using var session = new RuntimeSession(test.Model());
        var inputs = new Dictionary<string, OrtValue>();
        for (var i = 0; i < test.Inputs.Count; i++)
        {
            if (test.Inputs[i] is { } input)
                inputs.Add(OperatorCase.InputName(i), RuntimeSession.Value(input));
        }

        var outputs = session.Run(inputs, [.. test.Outputs]);
        foreach (var value in inputs.Values)
            value.Dispose();
        return outputs;
    }

    private static void Check(OperatorCase test, int constantFrom, OnnxImportOptions options, Dictionary<string, Tensor> expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("model.onnx"), test.Model(constantFrom));
        using var model = OnnxImporter.Load(folder.File("model.onnx"), options);
        var inputs = model.Network.Inputs.ToDictionary(i => i.Name, i => test.Inputs[int.Parse(i.Name[1..])]!.ToTorch());
        var outputs = model.Network.Run(inputs);
        foreach (var (name, tensor) in expected)
            TensorComparison.AssertEqual(tensor, outputs[name], $"{name} (constants from {constantFrom})", Absolute);
    }
}
