using System.Text.Json;
using Salience.Cli.Failures;
using Salience.Cli.Methods;
using Salience.PostProcessing;

namespace Salience.Tests.Cli;

/// <summary><c>salience methods</c> and how methods are written.</summary>
public sealed class MethodsTests
{
    [Fact]
    public void Every_preset_is_listed_with_formula_and_source()
    {
        using var document = JsonDocument.Parse(CliRun.Of("methods", "--json").Out);
        var listed = document.RootElement.GetProperty("presets").EnumerateArray()
            .Select(p => (p.GetProperty("name").GetString(), p.GetProperty("formula").GetString(), p.GetProperty("source").GetString()));

        Assert.Equal(Presets.All.Select(p => ((string?)p.Name, (string?)p.Formula, (string?)p.Source)), listed);
    }

    [Fact]
    public void The_table_shows_brackets_as_they_are()
    {
        var table = CliRun.Of("methods").Out;

        Assert.Contains("final map to [0, 1]", table, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_methods_are_separated_by_semicolons()
    {
        var specs = MethodSpec.Parse("fullgrad:preset=signed,fold=false; fullgrad");

        Assert.Equal(["fullgrad", "fullgrad"], specs.Select(s => s.Name));
        Assert.Equal(("signed", "false"), (specs[0].Settings["preset"], specs[0].Settings["fold"]));
        Assert.Empty(specs[1].Settings);
    }

    [Fact]
    public void Settings_of_a_method_win_over_options_and_defaults()
    {
        var method = Assert.Single(MethodTable.Make(MethodSpec.Parse("FullGrad:preset=idiap"), "signed", fold: true));

        Assert.Equal(("fullgrad", "idiap"), (method.Name, method.Preset));
        Assert.Equal("true", method.Settings["fold"]);
    }

    [Fact]
    public void A_setting_given_twice_is_refused() => Assert.Throws<UsageException>(() => MethodSpec.Parse("fullgrad:preset=idiap,preset=paper"));
}
