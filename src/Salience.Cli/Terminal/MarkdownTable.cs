namespace Salience.Cli.Terminal;

/// <summary>A table in Markdown; a heading that begins with <c>#</c> is aligned to the right, without that sign.</summary>
internal static class MarkdownTable
{
    /// <summary>Writes it, each row on a line.</summary>
    public static void Write(TextWriter output, IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        output.WriteLine(Row(headings.Select(h => h.TrimStart('#'))));
        output.WriteLine(Row(headings.Select(h => h.StartsWith('#') ? "---:" : "---")));
        foreach (var row in rows)
            output.WriteLine(Row(row));
    }

    /// <summary>Text as code.</summary>
    public static string Code(string text) => $"`{text}`";

    private static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells.Select(c => c.Replace("|", "\\|", StringComparison.Ordinal)))} |";
}
