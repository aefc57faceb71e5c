using Salience.Onnx.Format;
using Salience.Tests.Conformance;
using Salience.Tests.OnnxRuntime;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Onnx.Export;

/// <summary>A network that chooses one of two branches when it runs.</summary>
[NoTensorLeaks]
public class BranchExportTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Both_branches_come_back_and_run_in_ONNX_Runtime(double value)
    {
        using var scope = NewDisposeScope();
        using var exported = new ExportedCase(Write, ExportedCase.AsWritten);
        var inputs = new Dictionary<string, Tensor> { ["x"] = full([1, 3], value) };

        var outputs = exported.AssertSameBits(inputs);

        Assert.Equal(value > 0 ? 2.0 : -1.0, outputs["y"].flatten()[0].ToDouble());
        Assert.Contains(exported.Network.Nodes, n => n.Operator.Name == "If");
        RuntimeAgreement.Check(exported.Network, exported.Exported, inputs);
    }

    /// <summary>Twice the input where its sum is positive, else a value of the graph around the branch as it is.</summary>
    private static void Write(string path)
    {
        var doubled = new GraphProto { Name = "doubled", Output = { TestModel.Value("twice", 1, 3) } };
        doubled.Node.Add(TestModel.NewNode("Mul", "x two", "twice"));
        var same = new GraphProto { Name = "same", Output = { TestModel.Value("kept", 1, 3) } };
        same.Node.Add(TestModel.NewNode("Identity", "x", "kept"));
        var model = new TestModel(opset: 17)
            .Input("x", 1, 3)
            .Weights("two", [], 2)
            .Weights("zero", [], 0)
            .Node("ReduceSum", "x", "sum", TestModel.Int("keepdims", 0))
            .Node("Greater", "sum zero", "positive")
            .Node("If", "positive", "chosen", TestModel.Subgraph("then_branch", doubled), TestModel.Subgraph("else_branch", same))
            .Node("Relu", "chosen", "rectified")
            .Node("Where", "positive rectified chosen", "y")
            .Output("y", 1, 3);
        using var folder = new TemporaryFolder();
        File.Copy(model.Save(folder), path);
    }
}
