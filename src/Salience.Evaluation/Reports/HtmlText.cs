using System.Globalization;
using System.Net;
using System.Text;

namespace Salience.Evaluation.Reports;

/// <summary>A page under construction; all text is escaped.</summary>
internal sealed class HtmlText
{
    private readonly StringBuilder _page = new();

    /// <summary>Markup as it stands.</summary>
    public HtmlText Raw(string markup)
    {
        _page.Append(markup).Append('\n');
        return this;
    }

    /// <summary>An element with text.</summary>
    public HtmlText Element(string tag, string text) => Raw($"<{tag}>{Escape(text)}</{tag.Split(' ')[0]}>");

    /// <summary>A table; a heading that begins with <c>#</c> is a column of numbers.</summary>
    public HtmlText Table(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        string Cell(string tag, int column, string text) => $"<{tag}{(headings[column].StartsWith('#') ? " class=\"n\"" : string.Empty)}>{Escape(text)}</{tag}>";
        Raw($"<div class=\"t\"><table><thead><tr>{string.Concat(headings.Select((h, i) => Cell("th", i, h.TrimStart('#'))))}</tr></thead><tbody>");
        foreach (var row in rows)
            Raw($"<tr>{string.Concat(row.Select((text, i) => Cell("td", i, text)))}</tr>");
        return Raw("</tbody></table></div>");
    }

    /// <summary>Four significant digits or so.</summary>
    public static string Number(double value) => value == 0 || Math.Abs(value) is >= 0.001 and < 1e6
        ? value.ToString(Math.Abs(value) >= 100 ? "0.#" : "0.####", CultureInfo.InvariantCulture)
        : value.ToString("0.##e+0", CultureInfo.InvariantCulture);

    /// <summary>The page so far.</summary>
    public override string ToString() => _page.ToString();

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
