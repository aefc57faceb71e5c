using System.Globalization;
using Salience.Cli.Explaining;
using Salience.Cli.Terminal;
using Salience.Imaging;
using Salience.Imaging.ColorMaps;
using Salience.Imaging.Drawing;

namespace Salience.Cli.Comparing;

/// <summary>The grid: a row for each picture, the picture first and a column for each method; more than seven methods go on in bands below.</summary>
internal static class ComparisonSheet
{
    private const int Side = 224;
    private const int Gap = 12;
    private const int Margin = 16;
    private const int MostMethods = 7;
    private const int HeadingHeight = 36;
    private const int RowTitleHeight = 22;
    private const int NoteHeight = 18;
    private const int BandGap = 26;
    private const int LegendHeight = 58;
    private const float NameSize = 11;
    private const float TextSize = 9;

    private const int RowHeight = RowTitleHeight + Side + NoteHeight;

    /// <summary>Draws the maps of the methods that gave one.</summary>
    public static RgbImage Draw(CompareRun run, OverlaySettings settings)
    {
        var kept = ComparisonBuilder.Kept(run);
        // Bands of about the same number of columns.
        var bands = (kept.Count + MostMethods - 1) / MostMethods;
        var columns = (kept.Count + bands - 1) / bands;
        var width = Math.Max((columns + 1) * (Side + Gap) - Gap, 3 * Side);
        var bandHeight = HeadingHeight + run.Images.Count * RowHeight;
        using var sheet = new Sheet(2 * Margin + width, checked(2 * Margin + bands * (bandHeight + BandGap) + LegendHeight));
        for (var band = 0; band < bands; band++)
        {
            var top = Margin + band * (bandHeight + BandGap);
            var methods = kept.Skip(band * columns).Take(columns).ToList();
            Headings(sheet, top, [.. methods.Select(m => run.Methods[m].Choice.Title)]);
            for (var row = 0; row < run.Images.Count; row++)
                Row(sheet, run.Images[row], methods, settings, top + HeadingHeight + row * RowHeight, width);
        }

        Legend(sheet, run, kept, settings, Margin + bands * (bandHeight + BandGap), width);
        return sheet.ToImage();
    }

    private static int Left(int column) => Margin + column * (Side + Gap);

    /// <summary>Names, and beneath them what was set.</summary>
    private static void Headings(Sheet sheet, int top, IReadOnlyList<string> titles)
    {
        for (var i = 0; i < titles.Count; i++)
        {
            var parts = titles[i].TrimEnd(')').Split(" (", 2);
            sheet.Write(parts[0], Left(i + 1), top + NameSize, NameSize, Sheet.Ink, Side);
            if (parts.Length > 1)
                sheet.Write(parts[1], Left(i + 1), top + NameSize + 15, TextSize, Sheet.Faint, Side);
        }
    }

    private static void Row(Sheet sheet, ComparedImage image, IReadOnlyList<int> methods, OverlaySettings settings, int top, int width)
    {
        var r = image.Record;
        var place = r.Image is { } index ? $" [{index}]" : string.Empty;
        var probability = r.Probability is { } p ? $", probability {Numbers.Share(p)}" : string.Empty;
        sheet.Write($"{Path.GetFileName(r.Input)}{place}: class {ExplainSummary.ClassName(r)}, score {Numbers.Value(r.Score)}{probability}", Margin, top + 14, TextSize, Sheet.Ink, width);
        // A large picture is painted at its own size and then shrunk, so that no value falls between two pixels; a small one is enlarged first.
        var photo = Math.Max(image.Picture.Width, image.Picture.Height) < Side ? Magnify.ToFit(image.Picture, Side) : image.Picture;
        Place(sheet, photo, Margin, top);
        for (var i = 0; i < methods.Count; i++)
        {
            var (left, below) = (Left(i + 1), top + RowTitleHeight + Side + 12);
            if (image.Results[methods[i]] is not { } result)
            {
                sheet.Write("failed", left, below, TextSize, Sheet.Faint, Side);
                continue;
            }

            Place(sheet, Overlay.Paint(photo, result.Map, settings), left, top);
            sheet.Write(Describe(settings.ScaleFor(result.Map)), left, below, TextSize, Sheet.Faint, Side);
        }
    }

    private static void Place(Sheet sheet, RgbImage picture, int left, int top)
    {
        var shown = Magnify.ToFit(picture, Side);
        sheet.Place(shown, left + (Side - shown.Width) / 2, top + RowTitleHeight + (Side - shown.Height) / 2);
    }

    /// <summary>The ends of the colours, and what lies beyond them.</summary>
    private static string Describe(HeatScale scale)
    {
        var ends = $"{ColorBar.Label(scale, 0)} to {ColorBar.Label(scale, 1)}";
        return scale.ClippedShare > 0 ? string.Create(CultureInfo.InvariantCulture, $"{ends}, {scale.ClippedShare:0.##%} clipped") : ends;
    }

    /// <summary>A colour bar for each kind of map there is, and what the numbers beneath the maps are.</summary>
    private static void Legend(Sheet sheet, CompareRun run, IReadOnlyList<int> kept, OverlaySettings settings, int top, int width)
    {
        var maps = run.Images.SelectMany(i => kept.Select(m => i.Results[m]?.Map)).OfType<HeatMap>().ToList();
        var left = Margin;
        foreach (var colors in maps.Select(settings.ColorsFor).Distinct().OrderBy(c => c.IsDiverging))
        {
            const int length = 260, height = 12;
            string[] labels = colors.IsDiverging ? ["against", "0", "for the target"] : ["least value", "greatest"];
            sheet.Place(Bar(colors, length, height), left, top);
            for (var i = 0; i < labels.Length; i++)
                sheet.Write(labels[i], left + i * (length - 60) / (labels.Length - 1f), top + height + 13, TextSize, Sheet.Faint);
            left += length + 70;
        }

        var cut = maps.Select(m => settings.ScaleFor(m)).Where(s => s.ClippedShare > 0).Select(s => s.Percentile).Distinct().ToList();
        var clipped = cut.Count == 0 ? "nothing is clipped" : string.Create(CultureInfo.InvariantCulture, $"where values are clipped they end at percentile {cut[0]:0.##}");
        sheet.Write($"each map on its own scale; beneath it the values at the ends of its colours; {clipped}", Margin, top + LegendHeight - 10, TextSize, Sheet.Faint, width);
    }

    private static RgbImage Bar(IColorMap colors, int width, int height)
    {
        var pixels = new byte[3 * width * height];
        for (var i = 0; i < width * height; i++)
        {
            var color = colors.At((double)(i % width) / (width - 1));
            (pixels[3 * i], pixels[3 * i + 1], pixels[3 * i + 2]) = (color.R, color.G, color.B);
        }

        return RgbImage.Own(width, height, pixels);
    }
}
