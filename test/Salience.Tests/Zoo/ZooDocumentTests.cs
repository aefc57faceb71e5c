using System.Globalization;
using Salience.Zoo;

namespace Salience.Tests.Zoo;

/// <summary>The table in docs/zoo.md is made from the catalogue.</summary>
public class ZooDocumentTests
{
    private const string Head = "| name | layers | pictures | classes | parameters | multiplications | source |\n|---|---|---|---|---|---|---|\n";

    [Fact]
    public void The_table_says_of_every_network_what_the_catalogue_says()
    {
        var path = Path.Combine(TestData.RepositoryRoot, "docs", "zoo.md");
        var document = File.ReadAllText(path).ReplaceLineEndings("\n");
        var begin = document.IndexOf(Head, StringComparison.Ordinal) + Head.Length;
        var end = document.IndexOf("\n\n", begin - 1, StringComparison.Ordinal) + 1;
        var made = $"{document[..begin]}{string.Concat(ZooCatalogue.All.Select(Line))}{document[end..]}";

        if (made != document)
            File.WriteAllText(path + ".received", made);
        Assert.True(made == document, $"The catalogue differs from {path}. If the change is meant, replace that file by {path}.received.");
    }

    private static string Line(ZooEntry entry)
    {
        var figures = ZooFigures.Of(entry.Name);
        var size = entry.AnySize ? $"{entry.Size}×{entry.Size}, any from {entry.MinimumSize}×{entry.MinimumSize}" : $"{entry.Size}×{entry.Size}";
        var millions = figures.Multiplications / 1e6;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| `{entry.Name}` | {entry.Description} | {entry.Channels}×{size} | {entry.Classes} | {figures.Parameters:N0} | {Math.Round(millions, millions < 100 ? 1 : 0):N1} M | {entry.Source} |\n").Replace(".0 M", " M", StringComparison.Ordinal);
    }
}
