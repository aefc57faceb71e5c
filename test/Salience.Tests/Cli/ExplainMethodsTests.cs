using System.Text.Json;
using Salience.Arrays;
using Salience.Attribution;
using Salience.Cli;
using Salience.Imaging;
using Salience.Tests.Attribution;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Cli;

/// <summary><c>salience explain --method</c> for every method of the catalogue, on the built-in network.</summary>
[NoTensorLeaks]
public sealed class ExplainMethodsTests : IDisposable
{
    private const string Digit = "builtin:digit-5.png";

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. AttributionMethods.All.Select(m => m.Description.Name)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_method_gives_a_panel_a_raw_map_and_a_record_with_all_its_settings(string name)
    {
        using var scope = NewDisposeScope();
        var run = CliRun.Of("explain", Digit, "--model", "builtin", "--method", QuickSettings.ForArchitectures(name), "--raw", "--out", _folder.Path);
        if (run.Code == 2 && AttributionMethods.Find(name)!.Description.Support.Contains("attention", StringComparison.Ordinal))
        {
            run.AssertFailsWith(2, $"{name} does not apply to builtin");
            return;
        }

        Assert.True(run.Code == 0, run.Error);
        var record = Record();
        Assert.Equal((name, 5), (record.GetProperty("method").GetString(), record.GetProperty("class").GetInt32()));
        var settings = record.GetProperty("settings").EnumerateObject().Select(p => p.Name).ToHashSet();
        Assert.Superset(AttributionMethods.Find(name)!.Defaults.Keys.ToHashSet(), settings);
        Assert.Superset(new HashSet<string> { "version", "precision", "threads", "seed" }, settings);
        Assert.True(ImageFile.Read(_folder.File(record.GetProperty("picture").GetString()!)).Width > 3 * 336);
        Assert.Equal([1, 64, 64], NpyFile.Read(_folder.File(record.GetProperty("rawMap").GetString()!)).shape);
        Assert.Equal(name == "fullgrad", record.TryGetProperty("terms", out _));
        ExplanationSchema.Check(record);
    }

    [Theory]
    [InlineData("fullgrad", "f(x)", true)]
    [InlineData("integrated-gradients:steps=5", "f(x) − f(x₀)", false)]
    [InlineData("saliency", null, false)]
    public void The_account_says_what_the_method_promises_and_whether_only_rounding_may_come_between(string method, string? promise, bool exact)
    {
        Assert.Equal(0, CliRun.Of("explain", Digit, "--model", "builtin", "--method", method, "--out", _folder.Path).Code);

        var has = Record().TryGetProperty("account", out var account);
        Assert.Equal(promise is not null, has);
        if (!has)
            return;
        Assert.Equal((promise, exact), (account.GetProperty("promise").GetString(), account.GetProperty("exact").GetBoolean()));
        var (sum, expected) = (account.GetProperty("sum").GetDouble(), account.GetProperty("expected").GetDouble());
        Assert.Equal(Math.Abs(sum - expected) / Math.Max(1, Math.Abs(expected)), account.GetProperty("residual").GetDouble(), 1e-12);
    }

    [Fact]
    public void A_complete_map_adds_up_to_the_output()
    {
        Assert.Equal(0, CliRun.Of("explain", Digit, "--model", "builtin", "--preset", "complete", "--out", _folder.Path).Code);

        var map = Record().GetProperty("mapAccount");
        Assert.Equal(Record().GetProperty("output").GetDouble(), map.GetProperty("expected").GetDouble(), 1e-6);
        Assert.InRange(map.GetProperty("residual").GetDouble(), 0, 1e-4);
    }

    [Fact]
    public void A_gap_of_quadrature_does_not_fail_the_run_but_a_residual_of_terms_does()
    {
        Assert.Equal(0, CliRun.Of("explain", Digit, "--model", "builtin", "--method", "integrated-gradients:steps=1", "--tolerance", "0", "--out", _folder.Path).Code);
        Assert.Equal(1, CliRun.Of("explain", Digit, "--model", "builtin", "--tolerance", "0", "--out", _folder.Path).Code);
    }

    [Fact]
    public void Files_of_one_method_with_other_settings_are_told_apart_by_them()
    {
        var run = CliRun.Of("explain", Digit, "--model", "builtin", "--method", "saliency;saliency:signed=true;fullgrad;fullgrad:preset=signed", "--out", _folder.Path);

        Assert.True(run.Code == 0, run.Error);
        Assert.Equal(
            ["digit-5.saliency.5.png", "digit-5.saliency-signed-true.5.png", "digit-5.fullgrad-paper.5.png", "digit-5.fullgrad-signed.5.png"],
            Records().Select(r => r.GetProperty("picture").GetString()));
    }

    [Fact]
    public void The_seed_of_the_command_is_that_of_the_method()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(0, CliRun.Of("explain", Digit, "--model", "builtin", "--method", "random;random:seed=5", "--seed", "4", "--raw", "--out", _folder.Path).Code);

        Assert.Equal(["4", "5"], Records().Select(r => r.GetProperty("settings").GetProperty("seed").GetString()));
        var maps = Records().Select(r => NpyFile.Read(_folder.File(r.GetProperty("rawMap").GetString()!))).ToList();
        Assert.False(maps[0].equal(maps[1]).all().ToBoolean());
    }

    [Fact]
    public void Positive_negative_keeps_the_sign_of_every_method_that_has_one()
    {
        var run = CliRun.Of(
            "explain", Digit, "--model", "builtin", "--method", "fullgrad;saliency;grad-cam;smoothgrad:samples=2", "--positive-negative", "--panel", "false", "--out", _folder.Path);

        Assert.True(run.Code == 0, run.Error);
        Assert.Equal("signed", Records()[0].GetProperty("preset").GetString());
        Assert.All(Records(), r => Assert.Equal(-r.GetProperty("scale").GetProperty("high").GetDouble(), r.GetProperty("scale").GetProperty("low").GetDouble()));
    }

    [Fact]
    public void Positive_negative_needs_colours_that_tell_them_apart() =>
        CliRun.Of("explain", Digit, "--model", "builtin", "--positive-negative", "--colormap", "viridis").AssertFailsWith(2, "viridis", "red-blue");

    [Fact]
    public void A_picture_that_cuts_values_off_carries_its_colour_bar_and_the_record_says_how_many()
    {
        string[] common = ["explain", Digit, "--model", "builtin", "--method", "saliency", "--panel", "false", "--out", _folder.Path];
        Assert.Equal(0, CliRun.Of([.. common, "--percentile", "100"]).Code);
        var whole = Picture();
        Assert.Equal((64, 0.0), (whole.Width, Record().GetProperty("scale").GetProperty("clipped").GetDouble()));

        Assert.Equal(0, CliRun.Of([.. common, "--percentile", "90"]).Code);
        Assert.True(Picture().Width > 384, "no room for a colour bar");
        var scale = Record().GetProperty("scale");
        Assert.Equal(90, scale.GetProperty("percentile").GetDouble());
        Assert.Equal(0.1, scale.GetProperty("clipped").GetDouble(), 1e-3);
    }

    [Theory]
    [InlineData("occlusion:window=0", "window=0 is out of range", "greater than or equal to '1'")]
    [InlineData("grad-cam:layer=nothing", "nothing", "layer")]
    public void A_setting_that_does_not_fit_is_named(string method, params string[] words) =>
        CliRun.Of("explain", Digit, "--model", "builtin", "--method", method, "--out", _folder.Path).AssertFailsWith(2, ["--method", .. words]);

    [Fact]
    public void A_long_method_ends_within_a_batch_when_it_is_cancelled_and_leaves_no_file()
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        using var output = new StringWriter();
        using var error = new StringWriter();
        var watch = System.Diagnostics.Stopwatch.StartNew();

        var code = CommandLine.Run(
            ["explain", Digit, "--model", "builtin", "--method", "rise:masks=1000000", "--out", _folder.Path], output, error, cancellation.Token);

        Assert.Equal(130, code);
        Assert.Equal("[]", File.ReadAllText(_folder.File("explanations.json")).Trim());
        Assert.Equal(["explanations.json"], Directory.EnumerateFiles(_folder.Path).Select(Path.GetFileName));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"took {watch.Elapsed}");
    }

    private RgbImage Picture() => ImageFile.Read(_folder.File(Record().GetProperty("picture").GetString()!));

    private JsonElement Record() => Assert.Single(Records());

    private List<JsonElement> Records() => [.. JsonElement.Parse(File.ReadAllText(_folder.File("explanations.json"))).EnumerateArray()];
}
