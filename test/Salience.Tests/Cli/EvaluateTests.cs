using System.Text.Json;
using Salience.Imaging;
using Salience.Onnx;
using Salience.Tests.Evaluation.Experiments;
using static TorchSharp.torch;

namespace Salience.Tests.Cli;

/// <summary><c>salience evaluate</c>.</summary>
public sealed class EvaluateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model;

    public EvaluateTests()
    {
        _model = _folder.File("net.onnx");
        using var network = GlyphNetworks.Small(7, ScalarType.Float32);
        OnnxExporter.Save(network, _model);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_an_experiment_all_are_listed()
    {
        var run = CliRun.Of("evaluate");
        Assert.Equal(0, run.Code);
        foreach (var entry in Salience.Evaluation.Experiments.ExperimentCatalogue.All)
        {
            Assert.Contains(entry.Description.Name, run.Out, StringComparison.Ordinal);
            Assert.Contains(entry.Description.Question, run.Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Help_of_every_experiment_has_protocol_metrics_criticism_and_settings()
    {
        foreach (var entry in Salience.Evaluation.Experiments.ExperimentCatalogue.All)
        {
            var run = CliRun.Of("evaluate", entry.Description.Name, "--help");
            Assert.Equal(0, run.Code);
            Assert.Contains(entry.Description.Protocol, run.Out, StringComparison.Ordinal);
            Assert.Contains("--methods", run.Out, StringComparison.Ordinal);
            Assert.All(entry.Create(new Dictionary<string, string>()).Metrics, metric => Assert.Contains(metric.Criticism, run.Out, StringComparison.Ordinal));
            Assert.All(entry.Defaults, setting => Assert.Contains($"{setting.Key}={setting.Value}", run.Out, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_table_has_a_row_for_every_method_and_the_controls()
    {
        var run = CliRun.Of("evaluate", "localization", "--model", _model, "--images", "6", "--seed", "2", "--out", _folder.File("run"));
        Assert.Equal(0, run.Code);
        Assert.All(
            ["fullgrad:preset=paper", "fullgrad:preset=signed", "saliency", "input-x-gradient", "scattered", "pointing-game", "net.onnx on glyphs-standard/test-2"],
            words => Assert.Contains(words, run.Out, StringComparison.Ordinal));
    }

    [Fact]
    public void Printed_figures_are_those_of_the_files()
    {
        string[] args = ["evaluate", "localization", "--model", _model, "--images", "5", "--chunk", "2", "--methods", "fullgrad", "saliency;gradient-of-nothing"];
        CliRun.Of([.. args, "--out", _folder.File("none")]).AssertFailsWith(2, "--methods", "gradient-of-nothing");

        args[^1] = "saliency; input-x-gradient";
        var run = CliRun.Of([.. args, "--set", "explain=predicted", "--json", "--out", _folder.File("run")]);
        Assert.Equal(0, run.Code);
        Assert.Equal(File.ReadAllText(_folder.File("run/results.json")).TrimEnd(), run.Out.TrimEnd());
        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal(["fullgrad", "saliency", "input-x-gradient", "scattered"], json.RootElement.GetProperty("methods").EnumerateArray().Select(m => m.GetProperty("name").GetString()));
        Assert.Equal("predicted", json.RootElement.GetProperty("experiment").GetProperty("settings").GetProperty("explain").GetString());
    }

    [Fact]
    public void Other_settings_than_those_of_the_folder_are_refused()
    {
        string[] args = ["evaluate", "localization", "--model", _model, "--images", "2", "--methods", "saliency", "--out", _folder.File("run")];
        Assert.Equal(0, CliRun.Of(args).Code);
        Assert.Equal(0, CliRun.Of(args).Code);
        CliRun.Of([.. args, "--seed", "3"]).AssertFailsWith(1, "other settings", "seed (0 there, 3 here)");
    }

    [Fact]
    public void Pictures_named_by_WordNet_ids_get_their_classes_from_a_file_of_synsets()
    {
        Directory.CreateDirectory(_folder.File("photos"));
        var random = new Random(1);
        foreach (var id in new[] { "n00000003", "n00000009" })
        {
            var pixels = new byte[3 * 80 * 70];
            random.NextBytes(pixels);
            ImageFile.WritePng(_folder.File($"photos/{id}_thing.png"), new RgbImage(80, 70, pixels));
        }

        File.WriteAllLines(_folder.File("words.txt"), Enumerable.Range(0, 10).Select(c => $"n0000000{c} thing {c}"));
        string[] args = ["evaluate", "all", "--model", _model, "--data", _folder.File("photos"), "--methods", "saliency", "--out", _folder.File("run")];
        CliRun.Of(args).AssertFailsWith(1, "10 outputs", "2 classes");

        var run = CliRun.Of([.. args, "--synsets", _folder.File("words.txt"), "--budget", "60s"]);
        Assert.Equal(0, run.Code);
        Assert.Contains("localization is left out: photos has no masks", run.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder.File("run/report.html")));
        Assert.True(File.Exists(_folder.File("run/plan.json")));
    }

    [Fact]
    public void Every_experiment_has_a_folder_of_its_own_and_a_budget_says_what_it_cuts()
    {
        string[] args = ["evaluate", "all", "--model", _model, "--images", "400", "--chunk", "1", "--methods", "occlusion:window=8,stride=2", "--budget", "6s", "--out", _folder.File("run")];
        var run = CliRun.Of(args);
        Assert.Equal(0, run.Code);
        using var plan = JsonDocument.Parse(File.ReadAllText(_folder.File("run/plan.json")));
        var share = plan.RootElement.GetProperty("experiments").EnumerateArray().Single(e => e.GetProperty("name").GetString() == "localization");
        Assert.NotEqual(JsonValueKind.Null, share.GetProperty("cut").ValueKind);
        Assert.Contains($"localization: {share.GetProperty("cut").GetString()}", run.Out, StringComparison.Ordinal);

        // What trains has a price of its own.
        Assert.Contains("label-permutation is left out: it trains networks", run.Error, StringComparison.Ordinal);
        CliRun.Of("evaluate", "label-permutation", "--model", _model, "--budget", "6s", "--out", _folder.File("trained")).AssertFailsWith(2, "--budget", "--images N");

        // Another session takes the sizes of the plan, whatever the machine does meanwhile.
        Assert.Equal(0, CliRun.Of(args).Code);
        // What is left out is said before: glyphs are no digits that flip.
        var other = CliRun.Of([.. args[..^4], "--budget", "7s", "--out", _folder.File("run")]);
        Assert.Equal(1, other.Code);
        Assert.Contains("seconds (6 there, 7 here)", other.ErrorLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Networks_are_trained_on_the_folder_train_and_maps_measured_on_the_folder_test()
    {
        var random = new Random(1);
        foreach (var split in new[] { "train", "train", "train", "val" })
        {
            for (var c = 0; c < 10; c++)
            {
                var pixels = new byte[3 * 64 * 64];
                random.NextBytes(pixels);
                Directory.CreateDirectory(_folder.File($"photos/{split}/{c}"));
                ImageFile.WritePng(_folder.File($"photos/{split}/{c}/{random.Next():x8}.png"), new RgbImage(64, 64, pixels));
            }
        }

        string[] args = ["evaluate", "label-permutation", "--model", _model, "--methods", "saliency", "--set", "epochs=2", "--json", "--out", _folder.File("run"), "--data"];
        var run = CliRun.Of([.. args, _folder.File("photos")]);

        Assert.Equal(0, run.Code);
        var identity = JsonDocument.Parse(File.ReadAllText(_folder.File("run/run.json"))).RootElement.GetProperty("identity");
        Assert.Equal(("train", 30), (identity.GetProperty("training").GetProperty("name").GetString(), identity.GetProperty("training").GetProperty("count").GetInt32()));
        Assert.Equal(("val", 10), (identity.GetProperty("data").GetProperty("name").GetString(), identity.GetProperty("data").GetProperty("count").GetInt32()));
        CliRun.Of([.. args, _folder.File("photos/val")]).AssertFailsWith(1, "needs pictures for it, which val has not", "the folders train and test");
    }

    [Fact]
    public void Wrong_options_are_told_in_one_line()
    {
        string[] args = ["evaluate", "localization", "--out", _folder.File("run"), "--model"];
        CliRun.Of([.. args, _model, "--images", "0"]).AssertFailsWith(2, "--images 0");
        CliRun.Of([.. args, _model, "--set", "explain=both"]).AssertFailsWith(2, "--set", "explain=both");
        CliRun.Of([.. args, _model, "--set", "explain"]).AssertFailsWith(2, "--set explain");
        CliRun.Of([.. args, _model, "--data", "glyfs"]).AssertFailsWith(2, "did you mean 'glyphs'");
        CliRun.Of([.. args, _model, "--data", "mnist"]).AssertFailsWith(2, "--data-dir");
        CliRun.Of([.. args, _model, "--budget", "soon"]).AssertFailsWith(2, "--budget soon");
        CliRun.Of([.. args, _folder.File("absent.onnx")]).AssertFailsWith(3, "absent.onnx");
        CliRun.Of("evaluate", "localization").AssertFailsWith(2, "--out");
    }
}
