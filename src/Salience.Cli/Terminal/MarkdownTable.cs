namespace Salience.Cli.Terminal;

/// <summary>A table in Markdown; a heading that begins with <c>#</c> is aligned to the right, without that sign.</summary>
internal static class MarkdownTable
{
    /// <summary>Writes a table as Markdown, or as a table of the terminal.</summary>
    public static void Write(CommandContext context, bool markdown, IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        if (markdown)
        {
            Write(context.Out, headings, rows);
            return;
        }

        var table = Tables.New(headings);
        foreach (var row in rows)
            table.AddPlainRow(row);
        context.OutConsole().Write(table);
    }

    /// <summary>Text as code.</summary>
    public static string Code(string text) => $"`{text}`";

    /// <summary>Writes it, each row on a line.</summary>
    private static void Write(TextWriter output, IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        output.WriteLine(Row(headings.Select(h => h.TrimStart('#'))));
        output.WriteLine(Row(headings.Select(h => h.StartsWith('#') ? "---:" : "---")));
        foreach (var row in rows)
            output.WriteLine(Row(row));
    }

    private static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells.Select(c => c.Replace("|", "\\|", StringComparison.Ordinal)))} |";
}
