using System.Globalization;
using System.Text.Json;
using Salience.Cli.Terminal;
using Salience.Onnx;
using Salience.Tests.Evaluation.Experiments;
using static TorchSharp.torch;

namespace Salience.Tests.Cli.Evaluating;

/// <summary><c>salience evaluate show</c> and <c>choices</c>: what finished runs say.</summary>
public sealed class ShowTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Tables_have_the_figures_of_the_run_and_mark_the_best()
    {
        var run = Run("--methods", "fullgrad:sign=signed|absolute,rescale=none|per-image", "saliency");
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "results.json")));
        double Mean(string method) => json.RootElement.GetProperty("summaries").EnumerateArray()
            .Single(s => s.GetProperty("method").GetString() == method && s.GetProperty("metric").GetString() == "mass").GetProperty("points")[0].GetProperty("mean").GetDouble();

        var shown = CliRun.Of("evaluate", "show", run, "--metrics", "mass,chance", "--markdown");

        Assert.Equal(0, shown.Code);
        var lines = shown.Out.Split('\n');
        Assert.Equal("| method | mass | chance |", lines[0].TrimEnd());
        string[] methods = ["fullgrad:sign=signed,rescale=none", "fullgrad:sign=signed,rescale=per-image", "fullgrad:sign=absolute,rescale=none", "fullgrad:sign=absolute,rescale=per-image", "saliency", "scattered"];
        var best = methods.Max(Mean);
        foreach (var (i, method) in methods.Index())
        {
            var text = Numbers.Significant(Mean(method));
            Assert.StartsWith($"| `{method}` | {(text == Numbers.Significant(best) ? $"**{text}**" : text)} | ", lines[i + 2], StringComparison.Ordinal);
        }

        Assert.Contains("localization, means over n = 4. mass: higher is better.", shown.Out, StringComparison.Ordinal);

        var interval = CliRun.Of("evaluate", "show", run, "--metrics", "mass", "--interval");
        Assert.Contains($"{Numbers.Significant(Mean("saliency"))} [", interval.Out, StringComparison.Ordinal);
        CliRun.Of("evaluate", "show", run, "--metrics", "mas").AssertFailsWith(2, "--metrics mas", "did you mean 'mass'");
        CliRun.Of("evaluate", "show", _folder.File("absent")).AssertFailsWith(1, "holds no run");
    }

    [Fact]
    public void Choices_are_told_from_every_combination()
    {
        var run = Run("--methods", "fullgrad:sign=signed|absolute,rescale=none|per-image", "saliency");

        var markdown = CliRun.Of("evaluate", "choices", run, "--markdown");
        Assert.Equal(0, markdown.Code);
        Assert.StartsWith("4 variants of fullgrad: sign signed, absolute; rescale none, per-image.", markdown.Out, StringComparison.Ordinal);
        Assert.Contains("| localization, pointing-game |", markdown.Out, StringComparison.Ordinal);

        using var json = JsonDocument.Parse(CliRun.Of("evaluate", "choices", run, "--json", "--metrics", "mass").Out);
        var task = Assert.Single(json.RootElement.GetProperty("tasks").EnumerateArray());
        var values = task.GetProperty("values").EnumerateArray().Select(v => v.GetDouble()).ToList();
        var means = task.GetProperty("effects")[0].GetProperty("means");
        Assert.Equal((values[0] + values[1]) / 2, means.GetProperty("signed").GetDouble(), 1e-12);
        Assert.Equal((values[2] + values[3]) / 2, means.GetProperty("absolute").GetDouble(), 1e-12);
        Assert.Equal(json.RootElement.GetProperty("variants")[values.IndexOf(values.Max())].GetString(), task.GetProperty("best").GetString());

        CliRun.Of("evaluate", "choices", run, "--method", "saliency").AssertFailsWith(2, "no two variants of saliency");
    }

    [Theory]
    [InlineData(1234.4, "1234")]
    [InlineData(12.34, "12.3")]
    [InlineData(-0.12345, "-0.123")]
    [InlineData(0.00123, "0.0012")]
    [InlineData(-0.00001, "-1.0e-5")]
    [InlineData(0, "0")]
    [InlineData(double.NaN, "")]
    public void Figures_have_three_significant_digits(double value, string text) => Assert.Equal(text, Numbers.Significant(value));

    private string Run(params string[] methods)
    {
        var model = _folder.File("net.onnx");
        using (var network = GlyphNetworks.Small(7, ScalarType.Float32))
            OnnxExporter.Save(network, model);
        var folder = _folder.File("run");
        Assert.Equal(0, CliRun.Of(["evaluate", "localization", "--model", model, "--images", "4", "--out", folder, .. methods]).Code);
        return folder;
    }
}
