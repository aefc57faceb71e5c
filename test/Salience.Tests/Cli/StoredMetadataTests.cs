using System.Text.Json;
using Salience.Imaging;
using Salience.Networks;
using Salience.Onnx;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Tests.Cli;

/// <summary>The tool takes labels and preprocessing from the model file where the command line says nothing.</summary>
[NoTensorLeaks]
public sealed class StoredMetadataTests : IDisposable
{
    private const int Side = 32;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_picture_of_the_networks_size_reaches_it_pixel_by_pixel_and_the_class_has_its_name()
    {
        var picture = Picture();

        var run = CliRun.Of("explain", picture, "--model", Model(), "--out", _folder.File("out"));

        Assert.Equal(0, run.Code);
        Assert.DoesNotContain("--normalize", run.Error, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(File.ReadAllText(_folder.File("out/explanations.json")));
        var record = Assert.Single(document.RootElement.EnumerateArray());
        Assert.Equal((1, "the greens"), (record.GetProperty("class").GetInt32(), record.GetProperty("label").GetString()));
        // The network sums the channels of the picture weighted by place: any resizing or other normalisation would show.
        Assert.Equal(Expected(picture, (0.25, 0.5)), record.GetProperty("score").GetDouble(), 1e-3);
        Assert.Equal("mean=0.25,std=0.5", record.GetProperty("settings").GetProperty("normalize").GetString());
        Assert.Equal("32", record.GetProperty("settings").GetProperty("resize").GetString());
    }

    [Fact]
    public void Options_go_before_what_the_file_stores()
    {
        var picture = Picture();
        var labels = _folder.Write("labels.txt", "a\nb\nc"u8);

        var run = CliRun.Of("decompose", picture, "--model", Model(), "--normalize", "none", "--labels", labels, "--json");

        Assert.Equal(0, run.Code);
        using var document = JsonDocument.Parse(run.Out);
        var record = Assert.Single(document.RootElement.EnumerateArray());
        Assert.Equal("b", record.GetProperty("label").GetString());
        Assert.Equal(Expected(picture, (0, 1)), record.GetProperty("score").GetDouble(), 1e-3);
    }

    [Fact]
    public void A_target_may_be_a_stored_name()
    {
        var run = CliRun.Of("decompose", Picture(), "--model", Model(), "--target", "the blues", "--json");

        using var document = JsonDocument.Parse(run.Out);
        Assert.Equal(2, Assert.Single(document.RootElement.EnumerateArray()).GetProperty("class").GetInt32());
    }

    [Fact]
    public void Inspect_shows_what_is_stored()
    {
        var model = Model();

        using var document = JsonDocument.Parse(CliRun.Of("inspect", model, "--json").Out);
        var table = CliRun.Of("inspect", model).Out;

        Assert.Equal(["the reds", "the greens", "the blues"], document.RootElement.GetProperty("labels").EnumerateArray().Select(l => l.GetString()));
        Assert.Equal(32, document.RootElement.GetProperty("preprocessing").GetProperty("resize").GetInt32());
        Assert.Equal(7, document.RootElement.GetProperty("training").GetProperty("seed").GetInt32());
        Assert.Contains("the reds, the greens, the blues", table, StringComparison.Ordinal);
        Assert.Contains("mean=0.25,std=0.5", table, StringComparison.Ordinal);
    }

    /// <summary>Class c is the sum of channel c, each pixel weighted by its place.</summary>
    private string Model()
    {
        using var scope = NewDisposeScope();
        var builder = new NetworkBuilder();
        var x = builder.AddInput("image", ScalarType.Float32, null, 3, Side, Side);
        var weights = zeros(3, 3, Side, Side);
        for (var c = 0; c < 3; c++)
            weights[c, c] = Weights();
        var conv = new Conv { Padding = SpatialPadding.None(2), Strides = [1, 1], Dilations = [1, 1] };
        var sums = builder.Add("sums", conv, x, builder.AddParameter("weight", weights));
        using var network = builder.Build(builder.Add("classes", new Flatten(), sums));
        OnnxExporter.Save(network, _folder.File("model.onnx"), new OnnxExportOptions
        {
            Labels = ["the reds", "the greens", "the blues"],
            Preprocessing = new Preprocessing(Side, Side, 3, Normalization.Parse("mean=0.25,std=0.5"), Resize: Side),
            TrainingRecord = """{"seed":7}""",
        });
        return _folder.File("model.onnx");
    }

    private static Tensor Weights() => (arange(Side * Side).remainder(7) / 100).reshape(Side, Side);

    /// <summary>Green noise, so that class 1 wins.</summary>
    private string Picture()
    {
        var random = new Random(5);
        var pixels = new byte[Side * Side * 3];
        random.NextBytes(pixels);
        for (var i = 0; i < pixels.Length; i += 3)
            (pixels[i], pixels[i + 2]) = ((byte)(pixels[i] / 8), (byte)(pixels[i + 2] / 8));
        ImageFile.WritePng(_folder.File("picture.png"), new RgbImage(Side, Side, pixels));
        return _folder.File("picture.png");
    }

    private static double Expected(string picture, (double Mean, double Std) normalization)
    {
        var pixels = ImageFile.Read(picture).Pixels;
        var sum = 0.0;
        for (var i = 0; i < Side * Side; i++)
            sum += i % 7 / 100.0 * ((pixels[3 * i + 1] / 255.0 - normalization.Mean) / normalization.Std);
        return sum;
    }
}
