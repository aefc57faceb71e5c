using System.Security.Cryptography;
using System.Text.Json;
using Salience.Cli.BuiltIn;
using Salience.Evaluation.Datasets;
using Salience.Evaluation.Glyphs;
using Salience.Imaging;
using Salience.Onnx;

namespace Salience.Tests.Cli;

/// <summary>The network and pictures within the tool.</summary>
[NoTensorLeaks]
public sealed class BuiltInTests : IDisposable
{
    /// <summary>What a clone should not have to carry more than.</summary>
    private const int LargestModel = 1_500_000;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Explain_alone_draws_a_panel_of_every_built_in_picture()
    {
        var run = CliRun.Of("explain", "--out", _folder.Path);

        Assert.True(run.Code == 0, run.Error);
        var records = Records();
        Assert.Equal(BuiltInContent.Pictures, records.Select(r => r.GetProperty("input").GetString()!));
        Assert.Equal(3, records.Count);
        using var model = BuiltInContent.OpenModel();
        var hash = Convert.ToHexStringLower(SHA256.HashData(model));
        foreach (var record in records)
        {
            Assert.Equal(("builtin", hash), (record.GetProperty("model").GetProperty("path").GetString(), record.GetProperty("model").GetProperty("sha256").GetString()));
            Assert.Equal(record.GetProperty("class").GetInt32().ToString(), record.GetProperty("label").GetString());
            var file = _folder.File(record.GetProperty("picture").GetString()!);
            Assert.Contains(file, run.Out, StringComparison.Ordinal);
            // 64 pixels are shown as 384, three times beside the colour bar.
            Assert.Equal(28 + 3 * 394 + 104, ImageFile.Read(file).Width);
        }

        Assert.DoesNotContain("--normalize", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_network_names_the_digit_of_every_built_in_picture()
    {
        CliRun.Of("explain", "--out", _folder.Path);

        Assert.All(Records(), record => Assert.Contains($"digit-{record.GetProperty("class").GetInt32()}", record.GetProperty("input").GetString()!, StringComparison.Ordinal));
    }

    [Fact]
    public void The_overlay_alone_is_drawn_where_no_panel_is_wanted()
    {
        var run = CliRun.Of("explain", "--panel", "false", "--out", _folder.Path);

        Assert.True(run.Code == 0, run.Error);
        Assert.All(Records(), record => Assert.Equal(64, ImageFile.Read(_folder.File(record.GetProperty("picture").GetString()!)).Width));
    }

    [Fact]
    public void Every_command_takes_the_network_by_name()
    {
        var decomposed = CliRun.Of("decompose", "--model", "builtin", "--json");
        var inspected = CliRun.Of("inspect", "builtin", "--json");

        Assert.True(decomposed.Code == 0 && inspected.Code == 0, decomposed.Error + inspected.Error);
        Assert.Equal(3, JsonElement.Parse(decomposed.Out).GetArrayLength());
        Assert.Equal("builtin", JsonElement.Parse(inspected.Out).GetProperty("model").GetProperty("path").GetString());
    }

    [Fact]
    public void The_pictures_can_be_explained_by_another_network()
    {
        var run = CliRun.Of("explain", "builtin", "--model", Samples.SmallModel, "--normalize", "imagenet", "--out", _folder.Path);

        Assert.True(run.Code == 0, run.Error);
        Assert.Equal(3, Records().Count);
    }

    [Fact]
    public void The_network_is_small_and_says_that_it_was_right_on_97_of_100_scenes_it_had_not_seen()
    {
        using var stream = BuiltInContent.OpenModel();
        Assert.InRange(stream.Length, 1, LargestModel);
        using var model = OnnxImporter.Load(stream, "builtin");
        var training = JsonElement.Parse(model.Info.TrainingRecord!);

        var epochs = training.GetProperty("epochs");
        Assert.InRange(epochs[epochs.GetArrayLength() - 1].GetProperty("testAccuracy").GetDouble(), 0.97, 1);
        Assert.Equal(10, model.Info.Labels!.Count);
    }

    [Fact]
    public void The_pictures_are_held_out_scenes_of_the_generator()
    {
        var scenes = new[] { 12, 16, 18 }.Select(i => GlyphGenerator.Generate(new GlyphSettings(Split: Split.Test), i).Picture.Pixels.ToArray());
        var pictures = BuiltInContent.Pictures.Select(p => ImageFile.Decode(BuiltInContent.ReadPicture(p), p).Pixels.ToArray());

        Assert.Equal(scenes, pictures);
    }

    private List<JsonElement> Records() => [.. JsonElement.Parse(File.ReadAllText(_folder.File("explanations.json"))).EnumerateArray()];
}
