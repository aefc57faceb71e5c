using System.Text.Json;
using Salience.Attribution;
using Salience.Cli.Failures;
using Salience.Cli.Methods;
using Salience.PostProcessing;

namespace Salience.Tests.Cli;

/// <summary><c>salience methods</c> and how methods are written.</summary>
public sealed class MethodsTests
{
    [Fact]
    public void Every_method_is_listed_with_what_it_says_of_itself()
    {
        var listed = JsonElement.Parse(CliRun.Of("methods", "--json").Out).GetProperty("methods").EnumerateArray().ToList();

        Assert.Equal(AttributionMethods.All.Select(m => m.Description.Name), listed.Select(m => m.GetProperty("name").GetString()));
        foreach (var (entry, record) in AttributionMethods.All.Zip(listed))
        {
            var d = entry.Description;
            Assert.Equal(
                [d.Summary, d.Formula, d.Source, d.Cost, d.Support],
                new[] { "summary", "formula", "source", "cost", "support" }.Select(key => record.GetProperty(key).GetString()!));
            Assert.Equal(d.Axioms.Count, record.GetProperty("axioms").GetArrayLength());
            Assert.Equal(entry.Keys, record.GetProperty("settings").EnumerateArray().Select(s => s.GetProperty("name").GetString()));
            Assert.False(record.TryGetProperty("applies", out _));
        }
    }

    [Fact]
    public void Every_preset_is_listed_with_formula_and_source()
    {
        var listed = JsonElement.Parse(CliRun.Of("methods", "--json").Out).GetProperty("presets").EnumerateArray()
            .Select(p => (p.GetProperty("name").GetString(), p.GetProperty("formula").GetString(), p.GetProperty("source").GetString()));

        Assert.Equal(Presets.All.Select(p => ((string?)p.Name, (string?)p.Formula, (string?)p.Source)), listed);
    }

    [Fact]
    public void The_table_shows_brackets_as_they_are() => Assert.Contains("final map to [0, 1]", CliRun.Of("methods").Out, StringComparison.Ordinal);

    [Fact]
    public void One_method_is_told_with_everything_there_is_to_know()
    {
        var text = CliRun.Of("methods", "integrated-gradients").Out;

        var d = IntegratedGradients.About;
        Assert.All(
            [d.Summary, d.Formula, d.Source, d.Cost, d.Support, "completeness, implementation invariance", "gauss-legendre, midpoint, left", "constant:V"],
            part => Assert.Contains(part, text, StringComparison.Ordinal));
        Assert.Matches(@"steps +a whole number +50 ", text);
        Assert.Matches(@"baseline +zero, constant:V, .* zero ", text);
        Assert.DoesNotContain("grad-cam", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_setting_without_a_default_is_chosen_for_the_network() => Assert.Matches("layer +text +chosen for the network", CliRun.Of("methods", "grad-cam").Out);

    [Fact]
    public void An_unknown_name_suggests_the_nearest() => CliRun.Of("methods", "grad-came").AssertFailsWith(2, "did you mean 'grad-cam'?", "salience methods");

    [Fact]
    public void The_page_is_printed_alone() => CliRun.Of("methods", "--markdown", "--json").AssertFailsWith(2, "--markdown");

    [Fact]
    public void Every_method_applies_to_the_built_in_network()
    {
        var table = CliRun.Of("methods", "--model", "builtin");

        Assert.True(table.Code == 0, table.Error);
        Assert.DoesNotContain(" no ", string.Join('\n', table.Out.Split('\n').Where(l => l.Contains("grad-cam", StringComparison.Ordinal))), StringComparison.Ordinal);
        var records = JsonElement.Parse(CliRun.Of("methods", "--model", "builtin", "--json").Out).GetProperty("methods").EnumerateArray();
        Assert.All(records.Where(m => !NeedsAttention(m)), m => Assert.True(m.GetProperty("applies").GetBoolean(), m.GetProperty("name").GetString()));
    }

    [Fact]
    public void A_method_that_does_not_apply_says_why()
    {
        var model = TestData.Require("golden/architectures/vit/model.onnx");
        var record = JsonElement.Parse(CliRun.Of("methods", "guided-backprop", "--model", model, "--json").Out).GetProperty("methods")[0];

        Assert.False(record.GetProperty("applies").GetBoolean());
        Assert.Contains("no rectifier", record.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Contains("no: it has no rectifier", CliRun.Of("methods", "guided-backprop", "--model", model).Out, StringComparison.Ordinal);
        using var folder = new TemporaryFolder();
        CliRun.Of("explain", Samples.Picture, "--model", model, "--normalize", "imagenet", "--method", "guided-backprop", "--out", folder.Path)
            .AssertFailsWith(2, "guided-backprop does not apply", "no rectifier", "salience methods --model");
    }

    [Fact]
    public void A_model_that_cannot_be_used_is_named() => CliRun.Of("methods", "--model", "none.onnx").AssertFailsWith(3, "none.onnx");

    [Fact]
    public void Several_methods_are_separated_by_semicolons()
    {
        var choices = MethodChoices.Read(["fullgrad:preset=signed,fold-batch-norm=false; fullgrad", "saliency"], new MethodOptions());

        Assert.Equal(["fullgrad (fold-batch-norm=false, signed)", "fullgrad", "saliency"], choices.Select(c => c.Title));
        Assert.Equal(["fold-batch-norm-false-signed", "paper", ""], choices.Select(c => c.Suffix));
        Assert.Equal(["signed", "paper", null], choices.Select(c => c.Preset));
    }

    [Fact]
    public void Settings_of_a_method_win_over_options_and_those_over_defaults()
    {
        var choices = MethodChoices.Read(["FullGrad:preset=idiap;fullgrad;smoothgrad:seed=3;vargrad;saliency"], new MethodOptions("signed", Fold: false, Seed: 7));

        Assert.Equal(["idiap", "signed"], choices.Take(2).Select(c => c.Settings["preset"]));
        Assert.Equal(["false", "false"], choices.Take(2).Select(c => c.Settings["fold-batch-norm"]));
        Assert.Equal(["3", "7"], choices.Skip(2).Take(2).Select(c => c.Settings["seed"]));
        Assert.Empty(choices[4].Settings);
    }

    [Fact]
    public void A_preset_for_methods_without_presets_is_refused() =>
        Assert.Contains("saliency has no presets", Assert.Throws<UsageException>(() => MethodChoices.Read(["saliency"], new MethodOptions("signed"))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_setting_given_twice_is_refused() =>
        Assert.Throws<UsageException>(() => MethodChoices.Read(["fullgrad:preset=idiap,preset=paper"], new MethodOptions()));

    /// <summary>The built-in network is convolutional.</summary>
    private static bool NeedsAttention(JsonElement method) => method.GetProperty("support").GetString()!.Contains("attention", StringComparison.Ordinal);
}
