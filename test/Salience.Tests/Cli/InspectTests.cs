using System.Text.Json;
using Salience.Attribution;
using Salience.Decomposition;
using Salience.Onnx;
using Salience.Tests.Decomposition;

namespace Salience.Tests.Cli;

/// <summary><c>salience inspect</c>.</summary>
[NoTensorLeaks]
public sealed class InspectTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Counts_operators_parameters_and_biases_and_names_the_last_feature_map()
    {
        var run = CliRun.Of("inspect", Samples.SqueezeNet, "--json");

        Assert.Equal(0, run.Code);
        using var document = JsonDocument.Parse(run.Out);
        var network = document.RootElement.GetProperty("network");
        var trial = network.GetProperty("trial");
        Assert.Equal(26, document.RootElement.GetProperty("operators").GetProperty("Conv").GetInt32());
        Assert.Equal(1_235_496, network.GetProperty("parameters").GetInt64());
        Assert.Equal(4 * 1_235_496, network.GetProperty("parameterBytes").GetInt64());
        Assert.Equal(26, trial.GetProperty("biases").GetProperty("explicit").GetInt32());
        Assert.Equal([1, 1000, 13, 13], trial.GetProperty("gradCamLayer").GetProperty("shape").EnumerateArray().Select(s => s.GetInt32()));
        Assert.Equal("Relu", trial.GetProperty("gradCamLayer").GetProperty("operator").GetString());
    }

    [Theory]
    [InlineData("models/cifar10_vit_ibp_3_3_8.onnx")]
    [InlineData("models/mobilenet_v2.onnx")]
    [InlineData("models/cifar10_resnet20.onnx")]
    public void The_Grad_CAM_layer_is_the_one_that_Grad_CAM_takes(string file)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        var run = CliRun.Of("inspect", TestData.Require(file), "--json");
        using var document = JsonDocument.Parse(run.Out);
        var layer = document.RootElement.GetProperty("network").GetProperty("trial").GetProperty("gradCamLayer").GetProperty("node").GetString();
        using var model = OnnxImporter.Load(TestData.Require(file));
        using var method = new GradCam(model.Network);
        var shape = model.Network.Inputs[0].Shape;
        method.Explain(SmallNetworks.Images(3, 1, shape[2]!.Value, shape[3]!.Value), Target.ArgMax).Dispose();

        Assert.Equal(method.Layer, layer);
    }

    [Fact]
    public void A_softmax_at_the_end_is_named_and_the_logit_explained()
    {
        var run = CliRun.Of("inspect", TestData.Require("models/squeezenet_fp16.onnx"), "--json");

        using var document = JsonDocument.Parse(run.Out);
        Assert.Equal("Softmax", document.RootElement.GetProperty("network").GetProperty("finalActivation").GetString());
    }

    [Fact]
    public void The_table_names_producer_inputs_and_operators()
    {
        var run = CliRun.Of("inspect", Samples.SmallModel);

        Assert.Equal(0, run.Code);
        Assert.Contains("sha256", run.Out, StringComparison.Ordinal);
        Assert.Contains("(any, 3, 32, 32)", run.Out, StringComparison.Ordinal);
        Assert.Contains("BatchNormalization", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_model_is_named() =>
        CliRun.Of("inspect", _folder.Write("notes.onnx", "just text, no model"u8)).AssertFailsWith(3, "notes.onnx");
}
