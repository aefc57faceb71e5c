using System.Text.Json;
using Salience.Attribution;
using Salience.Cli;
using Salience.Imaging;

namespace Salience.Tests.Cli.Comparing;

/// <summary><c>salience compare</c> on the built-in network.</summary>
[NoTensorLeaks]
public sealed class CompareTests : IDisposable
{
    private const string Digit = "builtin:digit-5.png";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Alone_it_compares_every_method_that_applies_on_the_built_in_pictures()
    {
        var run = CliRun.Of("compare", "--out", _folder.Path);

        Assert.True(run.Code == 0, run.Error);
        var record = Record();
        Assert.Equal(3, record.GetProperty("images").GetArrayLength());
        var compared = Methods(record).Select(m => m.GetProperty("name").GetString()!);
        var leftOut = record.GetProperty("leftOut").EnumerateArray().ToList();
        Assert.Equal(AttributionMethods.All.Select(m => m.Description.Name).Order(), compared.Concat(leftOut.Select(l => l.GetProperty("method").GetString()!)).Order());
        Assert.All(leftOut, l => Assert.Contains($"{l.GetProperty("method").GetString()} does not apply: {l.GetProperty("reason").GetString()}", run.Out, StringComparison.Ordinal));
        Assert.All(compared, name => Assert.Contains(name, run.Out, StringComparison.Ordinal));
        ImageFile.Read(_folder.File("comparison.png"));
    }

    [Fact]
    public void Passes_are_those_that_were_run()
    {
        Compare(Digit, "--methods", "saliency", "smoothgrad:samples=7", "integrated-gradients:steps=6;random", "rise:masks=9");

        Assert.Equal(
            [("saliency", 1, 1), ("smoothgrad", 8, 7), ("integrated-gradients", 8, 6), ("random", 1, 0), ("rise", 10, 0)],
            Methods(Record()).Select(m => (m.GetProperty("name").GetString()!, Measured(m).GetProperty("forwardPasses").GetInt32(), Measured(m).GetProperty("backwardPasses").GetInt32())));
    }

    [Fact]
    public void Settings_times_memory_and_accounts_are_recorded()
    {
        Compare(Digit, "--methods", "fullgrad", "integrated-gradients:steps=6", "saliency");

        var methods = Methods(Record());
        Assert.Equal(["fullgrad", "integrated-gradients (steps=6)", "saliency"], methods.Select(m => m.GetProperty("title").GetString()));
        Assert.Equal(("paper", "6", "gauss-legendre"), (Setting(0, "preset"), Setting(1, "steps"), Setting(1, "rule")));
        Assert.All(methods, m => Assert.True(Measured(m).GetProperty("seconds").GetDouble() > 0));
        Assert.All(methods, m => Assert.Equal(OperatingSystem.IsLinux(), Measured(m).GetProperty("peakMemoryBytes").ValueKind == JsonValueKind.Number));
        Assert.InRange(Measured(methods[0]).GetProperty("account").GetProperty("residual").GetDouble(), 0, 1e-4);
        Assert.False(Measured(methods[2]).TryGetProperty("account", out _));

        string? Setting(int method, string key) => methods[method].GetProperty("settings").GetProperty(key).GetString();
    }

    [Fact]
    public void A_map_agrees_with_itself_and_its_square_in_rank()
    {
        Compare(Digit, "--methods", "smoothgrad-squared:samples=1,noise=0", "saliency:map=norm", "random");

        // Without noise the squared gradient orders places as the sum of squares does.
        var ranks = Record().GetProperty("rankCorrelation");
        Assert.Equal(1, ranks[0][0].GetDouble(), 1e-12);
        Assert.Equal(1, ranks[0][1].GetDouble(), 1e-6);
        Assert.Equal(ranks[2][0].GetDouble(), ranks[0][2].GetDouble());
        Assert.InRange(Math.Abs(ranks[2][0].GetDouble()), 0, 0.1);
        Assert.InRange(Record().GetProperty("topOverlap")[2][0].GetDouble(), 0.02, 0.25);
    }

    [Fact]
    public void Signs_count_unless_sizes_are_asked_for()
    {
        string[] methods = ["--methods", "saliency:signed=true,map=sum", "saliency:map=sum"];
        Compare([Digit, .. methods]);
        var signed = Record().GetProperty("rankCorrelation")[0][1].GetDouble();
        Compare([Digit, "--absolute", .. methods]);

        Assert.Equal("absolute value", Record().GetProperty("compared").GetString());
        Assert.True(Record().GetProperty("rankCorrelation")[0][1].GetDouble() > signed + 0.3);
    }

    [Fact]
    public void The_grid_has_a_row_for_each_picture_and_a_column_for_each_method()
    {
        Compare(Digit, "--methods", "saliency", "sobel");
        var one = ImageFile.Read(_folder.File("comparison.png"));
        Compare("builtin", "--methods", "saliency", "sobel", "random");
        var more = ImageFile.Read(_folder.File("comparison.png"));

        const int column = 224 + 12, row = 22 + 224 + 18;
        Assert.Equal((one.Width + column, one.Height + 2 * row), (more.Width, more.Height));
    }

    [Fact]
    public void Tables_come_as_CSV()
    {
        Compare("builtin", "--methods", "saliency", "sobel", "input-x-gradient", "--csv");

        var costs = File.ReadAllLines(_folder.File("comparison.csv"));
        Assert.Equal(1 + 3 * 3, costs.Length);
        Assert.All(costs, line => Assert.Equal(12, line.Split(',').Length));
        Assert.Equal(
            ["first,second,rank_correlation,top_overlap", "saliency,sobel", "saliency,input-x-gradient", "sobel,input-x-gradient"],
            File.ReadAllLines(_folder.File("agreement.csv")).Select((line, i) => i == 0 ? line : string.Join(',', line.Split(',')[..2])));
    }

    [Fact]
    public void Json_on_standard_output_is_the_file()
    {
        var run = Compare(Digit, "--methods", "sobel", "--json");

        Assert.Equal(File.ReadAllText(_folder.File("comparison.json")), run.Out);
    }

    [Fact]
    public void A_bad_picture_does_not_stop_the_others()
    {
        var bad = _folder.Write("bad.png", [1, 2, 3]);
        var run = CliRun.Of("compare", bad, Digit, "--model", "builtin", "--methods", "sobel", "--out", _folder.Path);

        Assert.Equal(1, run.Code);
        Assert.Contains("bad.png", Assert.Single(run.ErrorLines, l => l.StartsWith("salience: ", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(1, Record().GetProperty("images").GetArrayLength());
    }

    [Fact]
    public void What_does_not_apply_is_left_out_with_the_reason()
    {
        var model = TestData.Require("golden/architectures/vit/model.onnx");
        var run = CliRun.Of("compare", Samples.Picture, "--model", model, "--normalize", "imagenet", "--methods", "all", "--out", _folder.Path);

        Assert.True(run.Code == 0, run.Error);
        Assert.Contains("guided-backprop does not apply: it has no rectifier", run.Out, StringComparison.Ordinal);
        CliRun.Of("compare", Samples.Picture, "--model", model, "--normalize", "imagenet", "--methods", "guided-backprop", "--out", _folder.Path).AssertFailsWith(2, "guided-backprop", "no rectifier");
    }

    [Theory]
    [InlineData("saliancy", "did you mean 'saliency'?")]
    [InlineData("saliency:sign=true", "its settings are signed, map")]
    public void A_wrong_method_is_named(string method, string words) =>
        CliRun.Of("compare", "--methods", "sobel", method, "--out", _folder.Path).AssertFailsWith(2, "--methods", words);

    [Fact]
    public void Cancelled_it_leaves_no_file()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        Assert.Equal(130, CommandLine.Run(["compare", "--out", _folder.Path], output, error, new CancellationToken(canceled: true)));
        Assert.Empty(Directory.EnumerateFiles(_folder.Path));
    }

    private CliRun Compare(params string[] args)
    {
        var run = CliRun.Of(["compare", .. args, "--model", "builtin", "--out", _folder.Path]);
        Assert.True(run.Code == 0, run.Error);
        return run;
    }

    private JsonElement Record() => JsonElement.Parse(File.ReadAllText(_folder.File("comparison.json")));

    private static List<JsonElement> Methods(JsonElement record) => [.. record.GetProperty("methods").EnumerateArray()];

    private static JsonElement Measured(JsonElement method) => method.GetProperty("images")[0];
}
