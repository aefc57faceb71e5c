using Salience.Imaging;
using Salience.Networks;
using Salience.Onnx;
using Salience.Operators;
using Salience.Tests.Onnx.Export;
using static TorchSharp.torch;

namespace Salience.Tests.Onnx.Metadata;

/// <summary>Labels, preprocessing and training record in a model's metadata.</summary>
[NoTensorLeaks]
public sealed class StoredPropertiesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_stored_is_read_back()
    {
        var options = new OnnxExportOptions
        {
            Labels = ["cat", "dog \"Rex\"", "Käfer"],
            Preprocessing = new Preprocessing(8, 9, 3, Normalization.Parse("mean=0.1,0.2,0.3,std=0.5"), Resize: 10),
            TrainingRecord = """{"seed": 7}""",
            Metadata = new Dictionary<string, string> { ["author"] = "me" },
        };

        var info = Save(options);

        Assert.Equal(options.Labels, info.Labels);
        Assert.NotNull(info.Preprocessing);
        Assert.Equal((8, 9, 3, 10), (info.Preprocessing.Height, info.Preprocessing.Width, info.Preprocessing.Channels, info.Preprocessing.Resize));
        Assert.Equal([0.1, 0.2, 0.3], info.Preprocessing.Normalization.Mean);
        Assert.Equal([0.5], info.Preprocessing.Normalization.Std);
        Assert.Equal(options.TrainingRecord, info.TrainingRecord);
        Assert.Equal("me", info.Metadata["author"]);
        Assert.Empty(info.Warnings);
    }

    [Fact]
    public void A_file_without_them_has_none()
    {
        var info = Save(new OnnxExportOptions());

        Assert.Equal((null, null, null), (info.Labels, info.Preprocessing, info.TrainingRecord));
        Assert.Empty(info.Metadata);
    }

    [Theory]
    [InlineData("salience.labels", "[1, 2]")]
    [InlineData("salience.labels", "[null]")]
    [InlineData("salience.labels", "cat, dog")]
    [InlineData("salience.preprocessing", "{}")]
    [InlineData("salience.preprocessing", """{"normalization":"imagenet","height":0,"width":8,"channels":3}""")]
    [InlineData("salience.preprocessing", """{"normalization":"imagenet","height":8,"width":99999999,"channels":3}""")]
    [InlineData("salience.preprocessing", """{"normalization":"imagenet","height":8,"width":8,"channels":4}""")]
    [InlineData("salience.preprocessing", """{"normalization":"kelvin","height":8,"width":8,"channels":3}""")]
    [InlineData("salience.training", "{")]
    [InlineData("salience.attributes", "[")]
    public void A_damaged_one_is_a_warning_and_the_model_is_usable(string key, string value)
    {
        var test = new TestModel().Input("x", 1, 4).Output("y", 1, 4).Node("Relu", "x", "y");
        test.Proto.MetadataProps.Add(new Salience.Onnx.Format.StringStringEntryProto { Key = key, Value = value });

        using var model = OnnxImporter.Load(test.Save(_folder));

        Assert.Contains(key, Assert.Single(model.Info.Warnings), StringComparison.Ordinal);
        Assert.Equal((null, null, null), (model.Info.Labels, model.Info.Preprocessing, model.Info.TrainingRecord));
    }

    [Fact]
    public void What_contradicts_the_network_is_not_stored()
    {
        Assert.Contains("2 labels", Refused(new OnnxExportOptions { Labels = ["a", "b"] }), StringComparison.Ordinal);
        Assert.Contains("3 x 32 x 32", Refused(new OnnxExportOptions { Preprocessing = new Preprocessing(32, 32, 3, Normalization.None) }), StringComparison.Ordinal);
        Assert.Contains("not JSON", Refused(new OnnxExportOptions { TrainingRecord = "seed 7" }), StringComparison.Ordinal);
        Assert.Contains("salience.x", Refused(new OnnxExportOptions { Metadata = new Dictionary<string, string> { ["salience.x"] = "1" } }), StringComparison.Ordinal);
    }

    private string Refused(OnnxExportOptions options) => Assert.Throws<ArgumentException>(() => Save(options)).Message;

    private OnnxModelInfo Save(OnnxExportOptions options)
    {
        var builder = new NetworkBuilder();
        using var network = builder.Build(builder.Add("relu", new Relu(), builder.AddInput("x", ScalarType.Float32, null, 3, 8, 9)));
        using var model = SavedNetwork.RoundTrip(network, _folder, options);
        return model.Info;
    }
}
