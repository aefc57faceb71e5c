using System.Text.Json;
using Salience.Onnx;
using Salience.Tests.Evaluation.Experiments;
using static TorchSharp.torch;

namespace Salience.Tests.Cli;

/// <summary><c>salience evaluate localization</c>.</summary>
public sealed class LocalizationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model;

    public LocalizationTests()
    {
        _model = _folder.File("net.onnx");
        using var network = GlyphNetworks.Small(7, ScalarType.Float32);
        OnnxExporter.Save(network, _model);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_table_has_a_row_for_every_map_and_for_chance()
    {
        var run = CliRun.Of("evaluate", "localization", "--model", _model, "--scenes", "6", "--seed", "2");

        Assert.Equal(0, run.Code);
        Assert.All(
            ["fullgrad paper", "fullgrad signed", "gradient", "input x gradient", "random", "chance", "6 scenes, seed 2, true class explained"],
            words => Assert.Contains(words, run.Out, StringComparison.Ordinal));
    }

    [Fact]
    public void Files_hold_every_scene_and_the_figures_that_are_printed()
    {
        var run = CliRun.Of("evaluate", "localization", "--model", _model, "--scenes", "5", "--batch", "2", "--explain", "predicted", "--json", "--out", _folder.File("run"));

        Assert.Equal(0, run.Code);
        using var printed = JsonDocument.Parse(run.Out);
        Assert.Equal(run.Out.TrimEnd(), File.ReadAllText(_folder.File("run/localization.json")).TrimEnd());
        var methods = printed.RootElement.GetProperty("methods").EnumerateArray().ToList();
        var rows = File.ReadAllLines(_folder.File("run/localization.csv"));
        Assert.Equal(1 + 5 * methods.Count, rows.Length);
        foreach (var method in methods)
        {
            var own = rows.Select(r => r.Split(',')).Where(r => r[5] == method.GetProperty("name").GetString()).ToList();
            Assert.Equal(5, own.Count);
            Assert.All(own, r => Assert.Equal(r[2], r[3]));
            Assert.Equal(own.Average(r => double.Parse(r[6])), method.GetProperty("mass").GetProperty("mean").GetDouble(), 1e-12);
            Assert.Equal(own.Average(r => double.Parse(r[8])), method.GetProperty("pointingGame").GetProperty("mean").GetDouble(), 1e-12);
        }

        Assert.Equal("glyphs-standard/test-0", printed.RootElement.GetProperty("data").GetString());
        Assert.Equal("predicted", printed.RootElement.GetProperty("explained").GetString());
    }

    [Fact]
    public void Wrong_options_are_told_in_one_line()
    {
        CliRun.Of("evaluate", "localization", "--model", _model, "--scenes", "0").AssertFailsWith(2, "--scenes 0");
        CliRun.Of("evaluate", "localization", "--model", _model, "--explain", "both").AssertFailsWith(2, "both");
        CliRun.Of("evaluate", "localization", "--model", _folder.File("absent.onnx")).AssertFailsWith(3, "absent.onnx");
    }
}
