using Salience.Attribution;
using Salience.Cli.Methods;

namespace Salience.Tests.Cli;

/// <summary>docs/methods.md is what the methods say of themselves.</summary>
public sealed class MethodsPageTests
{
    [Fact]
    public void The_committed_page_is_the_one_that_the_command_prints()
    {
        var path = Path.Combine(TestData.RepositoryRoot, "docs", "methods.md");
        var committed = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : string.Empty;

        Assert.True(
            CliRun.Of("methods", "--markdown").Out == committed,
            "The methods say other things than docs/methods.md. Run: dotnet run -c Release --project src/Salience.Cli -- methods --markdown > docs/methods.md");
    }

    [Fact]
    public void Every_axiom_has_a_sentence() => Assert.All(Enum.GetValues<Axiom>(), axiom => Assert.NotEmpty(MethodsPage.Meaning(axiom)));

    [Fact]
    public void Bars_in_formulas_do_not_end_cells()
    {
        var rows = MethodsPage.Write().Split('\n').Where(line => line.StartsWith("| `paper` |", StringComparison.Ordinal));

        Assert.Contains("rescale(\\|·\\|)", Assert.Single(rows), StringComparison.Ordinal);
    }
}
