using Spectre.Console;

namespace Salience.Cli.Terminal;

/// <summary>Tables in one style.</summary>
internal static class Tables
{
    /// <summary>An empty table; a heading that begins with <c>#</c> is aligned to the right, without that sign.</summary>
    public static Table New(params IReadOnlyList<string> headings)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var heading in headings)
        {
            var column = new TableColumn(Markup.Escape(heading.TrimStart('#')));
            table.AddColumn(heading.StartsWith('#') ? column.RightAligned().NoWrap() : column);
        }

        return table;
    }

    /// <summary>Adds a row of text in which brackets mean brackets.</summary>
    public static void AddPlainRow(this Table table, params IReadOnlyList<string> cells) =>
        table.AddRow([.. cells.Select(cell => new Text(cell))]);
}
