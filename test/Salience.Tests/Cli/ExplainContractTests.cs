using System.Text.Json;
using Salience.Arrays;
using Salience.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Cli;

/// <summary>What scripts rely on: files, names, the fields of the record, and that they agree with each other.</summary>
[NoTensorLeaks]
public sealed class ExplainContractTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_photograph_gives_an_overlay_a_raw_map_and_a_record_that_adds_up()
    {
        var run = Explain(Samples.Tench, "--model", Samples.SqueezeNet, "--normalize", "imagenet", "--labels", Samples.Labels, "--raw");

        Assert.Equal(0, run.Code);
        var record = Assert.Single(Records());
        Assert.Equal(Samples.Tench, record.GetProperty("input").GetString());
        Assert.Equal(0, record.GetProperty("class").GetInt32());
        Assert.Equal("tench, Tinca tinca", record.GetProperty("label").GetString());
        Assert.InRange(record.GetProperty("probability").GetDouble(), 0.9, 1);
        Assert.Equal(record.GetProperty("score").GetDouble(), record.GetProperty("output").GetDouble());
        Assert.InRange(record.GetProperty("residual").GetDouble(), 0, 1e-4);
        Assert.Equal(("fullgrad", "paper"), (record.GetProperty("method").GetString(), record.GetProperty("preset").GetString()));
        Assert.Equal(Sha256(Samples.SqueezeNet), record.GetProperty("model").GetProperty("sha256").GetString());
        var picture = ImageFile.Read(_folder.File("n01440764_tench.fullgrad.0.png"));
        Assert.Equal((224, 224), (picture.Width, picture.Height));
        using var map = NpyFile.Read(_folder.File("n01440764_tench.fullgrad.0.npy"));
        Assert.Equal([1, 224, 224], map.shape);
        Assert.Equal(ScalarType.Float32, map.dtype);
    }

    [Fact]
    public void Shares_and_terms_are_those_of_the_sum()
    {
        Explain(Samples.Picture, "--model", Samples.MobileNet, "--normalize", "inception", "--labels", Samples.Labels);

        var record = Assert.Single(Records());
        var shares = record.GetProperty("shares");
        var total = new[] { "input", "explicit", "implicit", "mixed" }.Sum(kind => shares.GetProperty(kind).GetDouble());
        Assert.Equal(record.GetProperty("sum").GetDouble() / record.GetProperty("output").GetDouble(), total, 1e-9);
        Assert.NotEqual(0, shares.GetProperty("implicit").GetDouble());
        var values = record.GetProperty("terms").EnumerateArray().Select(t => Math.Abs(t.GetProperty("value").GetDouble())).ToList();
        Assert.Equal(10, values.Count);
        Assert.Equal(values.OrderDescending(), values);
    }

    [Fact]
    public void A_network_with_a_background_class_shifts_the_labels()
    {
        Explain(Samples.Tench, "--model", Samples.MobileNet, "--normalize", "inception", "--labels", Samples.Labels);

        var record = Assert.Single(Records());
        Assert.Equal((1, "tench, Tinca tinca"), (record.GetProperty("class").GetInt32(), record.GetProperty("label").GetString()));
    }

    [Fact]
    public void Double_precision_gives_a_float64_map_and_a_residual_at_rounding()
    {
        var run = Explain(Samples.Picture, "--model", Samples.SmallModel, "--normalize", "imagenet", "--raw", "--precision", "double");

        Assert.Equal(0, run.Code);
        var record = Assert.Single(Records());
        Assert.InRange(record.GetProperty("residual").GetDouble(), 0, 1e-10);
        using var map = NpyFile.Read(_folder.File(record.GetProperty("rawMap").GetString()!));
        Assert.Equal(ScalarType.Float64, map.dtype);
    }

    [Fact]
    public void A_batch_of_arrays_gives_one_array_with_the_leading_dimension_and_the_maps_of_its_images()
    {
        var batch = WriteArray("batch.npy", 3, 3, 32, 32);
        Explain(batch, "--model", Samples.SmallModel, "--raw", "--batch", "2");
        var records = Records();
        Assert.Equal([0, 1, 2], records.Select(r => r.GetProperty("image").GetInt32()));
        using var maps = NpyFile.Read(_folder.File(records[0].GetProperty("rawMap").GetString()!));
        Assert.Equal([3, 1, 32, 32], maps.shape);

        using var images = NpyFile.Read(batch);
        using var third = images.select(0, 2);
        NpyFile.Write(_folder.File("single.npy"), third);
        Explain(_folder.File("single.npy"), "--model", Samples.SmallModel, "--raw");

        using var single = NpyFile.Read(_folder.File(Assert.Single(Records()).GetProperty("rawMap").GetString()!));
        using var same = maps.select(0, 2);
        Assert.Equal([1, 32, 32], single.shape);
        Assert.True(single.allclose(same, 1e-4, 1e-4));
    }

    [Theory]
    [InlineData("paper")]
    [InlineData("signed")]
    [InlineData("idiap")]
    public void A_panel_adds_the_layers_of_the_map_beneath_it(string preset)
    {
        Explain(Samples.Picture, "--model", Samples.SmallModel, "--normalize", "imagenet", "--preset", preset, "--panel");

        var panel = ImageFile.Read(_folder.File("both.fullgrad.5.png"));
        // 32 pixels are shown as 352, three times beside the colour bar; the input and nine layers stand in two rows of five.
        Assert.Equal(28 + 3 * 362 + 104, panel.Width);
        Assert.Equal(68 + 352 + 22 + 40 + 2 * (32 + 228) + 12 + 10 + 3 * 24 + 14, panel.Height);
    }

    [Fact]
    public void The_best_classes_come_in_the_order_of_their_scores()
    {
        Explain(Samples.Picture, "--model", Samples.SmallModel, "--normalize", "imagenet", "--top", "3");

        var scores = Records().Select(r => r.GetProperty("score").GetDouble()).ToList();
        Assert.Equal(3, scores.Count);
        Assert.Equal(scores.OrderDescending(), scores);
    }

    [Fact]
    public void A_margin_is_the_difference_of_the_scores()
    {
        double Score(string target)
        {
            Explain(Samples.Picture, "--model", Samples.SmallModel, "--normalize", "imagenet", "--target", target);
            return Assert.Single(Records()).GetProperty("score").GetDouble();
        }

        Assert.Equal(Score("5") - Score("3"), Score("5-3"), 1e-4);
        Assert.True(File.Exists(_folder.File("both.fullgrad.5-3.png")));
    }

    [Fact]
    public void Inputs_of_the_same_name_do_not_overwrite_each_other()
    {
        Directory.CreateDirectory(_folder.File("a"));
        Directory.CreateDirectory(_folder.File("b"));
        File.Copy(Samples.Picture, _folder.File("a/photo.png"));
        File.Copy(Samples.Tench, _folder.File("b/photo.jpg"));

        Explain(_folder.File("a"), _folder.File("b"), "--model", Samples.SmallModel, "--normalize", "imagenet");

        var pictures = Records().Select(r => r.GetProperty("picture").GetString()!).ToList();
        Assert.Equal(2, pictures.Distinct().Count());
        Assert.All(pictures, picture => ImageFile.Read(_folder.File(picture)));
    }

    [Fact]
    public void Several_methods_explain_the_same_input_side_by_side()
    {
        Explain(Samples.Picture, "--model", Samples.SmallModel, "--normalize", "imagenet", "--method", "fullgrad:preset=signed;fullgrad:preset=idiap");

        Assert.Equal(["signed", "idiap"], Records().Select(r => r.GetProperty("preset").GetString()));
        Assert.Contains(Records(), r => r.GetProperty("picture").GetString()!.StartsWith("both.fullgrad-signed.", StringComparison.Ordinal));
    }

    [Fact]
    public void The_signed_preset_keeps_what_speaks_against_the_class()
    {
        using var scope = NewDisposeScope();
        Explain(Samples.Picture, "--model", Samples.SmallModel, "--normalize", "imagenet", "--preset", "signed", "--raw", "--precision", "double");

        var record = Assert.Single(Records());
        using var map = NpyFile.Read(_folder.File(record.GetProperty("rawMap").GetString()!));
        Assert.True(map.isfinite().all().ToBoolean());
        Assert.True(map.min().item<double>() < 0 && map.max().item<double>() > 0);
    }

    [Fact]
    public void Json_on_standard_output_is_the_file()
    {
        var run = Explain(Samples.Picture, "--model", Samples.SmallModel, "--normalize", "imagenet", "--json");

        Assert.Equal(File.ReadAllText(_folder.File("explanations.json")), run.Out);
    }

    [Fact]
    public void Records_and_schema_name_the_same_fields()
    {
        Explain(Samples.Picture, "--model", Samples.SmallModel, "--normalize", "imagenet", "--raw", "--target", "5-3");

        var record = Assert.Single(Records());

        ExplanationSchema.Check(record);
        Assert.Equal(["againstLabel", "image", "mapAccount"], ExplanationSchema.Fields.Except(record.EnumerateObject().Select(p => p.Name)).Order());
    }

    private CliRun Explain(params string[] args)
    {
        var run = CliRun.Of(["explain", .. args, "--out", _folder.Path]);
        Assert.True(run.Code == 0, run.Error);
        Assert.DoesNotContain(Directory.EnumerateFiles(_folder.Path), file => Path.GetFileName(file).StartsWith('.'));
        return run;
    }

    private List<JsonElement> Records()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(_folder.File("explanations.json")));
        return [.. document.RootElement.Clone().EnumerateArray()];
    }

    private string WriteArray(string name, params long[] shape)
    {
        using var generator = new Generator(7);
        using var array = randn(shape, generator: generator);
        NpyFile.Write(_folder.File(name), array);
        return _folder.File(name);
    }

    private static string Sha256(string path) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)));
}
