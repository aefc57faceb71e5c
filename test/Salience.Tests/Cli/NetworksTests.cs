using System.Text.Json;
using Salience.Zoo;

namespace Salience.Tests.Cli;

/// <summary><c>salience networks</c>.</summary>
public sealed class NetworksTests
{
    [Fact]
    public void Every_architecture_is_listed_with_its_source()
    {
        using var document = JsonDocument.Parse(CliRun.Of("networks", "--json").Out);
        var listed = document.RootElement.EnumerateArray().Select(n => (n.GetProperty("name").GetString(), n.GetProperty("source").GetString()));

        Assert.Equal(ZooCatalogue.All.Select(e => ((string?)e.Name, (string?)e.Source)), listed);
    }

    [Fact]
    public void The_table_names_them_too()
    {
        var table = CliRun.Of("networks").Out;
        Assert.All(ZooCatalogue.All, entry => Assert.Contains($" {entry.Name} ", table, StringComparison.Ordinal));
    }
}
