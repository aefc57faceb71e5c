using System.Globalization;
using System.Text;
using Salience.Evaluation.Datasets;
using Salience.Evaluation.Glyphs;
using Salience.Files;
using Salience.Imaging;

namespace Salience.Cli.Data;

/// <summary>Writes scenes: <c>images/</c>, <c>masks/</c>, <c>labels.csv</c> and <c>contact-sheet.png</c>.</summary>
internal sealed class GlyphFolder(string folder)
{
    private const int OnSheet = 80;
    private const int SheetColumns = 10;
    private const int SheetTile = 128;

    /// <summary>Writes all scenes of a data set.</summary>
    /// <param name="scenes">The scenes.</param>
    /// <param name="cancellation">Ends the work between two scenes; labels and sheet are then missing.</param>
    /// <returns>Where labels and contact sheet are.</returns>
    public (string Labels, string Sheet) Write(GlyphDataset scenes, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.Combine(folder, "images"));
        Directory.CreateDirectory(Path.Combine(folder, "masks"));
        var rows = new StringBuilder("file,digit,left,top,width,height,second,second_left,second_top,second_width,second_height,watermark\n");
        var tiles = new List<MontageTile>();
        for (var index = 0; index < scenes.Count; index++)
        {
            cancellation.ThrowIfCancellationRequested();
            var scene = scenes.Scene(index);
            var name = index.ToString("D6", CultureInfo.InvariantCulture);
            ImageFile.WritePng(Path.Combine(folder, "images", $"{name}.png"), scene.Picture);
            WriteMasks(name, scene);
            rows.Append(Row(name, scene)).Append('\n');
            if (index < OnSheet)
                tiles.Add(new MontageTile(string.Join(" and ", scene.Digits.Select(d => d.Class)), scene.Picture));
        }

        var (labels, sheet) = (Path.Combine(folder, "labels.csv"), Path.Combine(folder, "contact-sheet.png"));
        ImageFile.WritePng(sheet, Montage.Compose(tiles, string.Empty, Math.Min(SheetColumns, tiles.Count), SheetTile));
        using var file = AtomicFile.Create(labels);
        file.Stream.Write(Encoding.UTF8.GetBytes(rows.ToString()));
        file.Commit();
        return (labels, sheet);
    }

    private void WriteMasks(string name, GlyphScene scene)
    {
        WriteMask($"{name}-digit.png", scene.Digits[0].Mask);
        if (scene.Digits.Count > 1)
            WriteMask($"{name}-second.png", scene.Digits[1].Mask);
        WriteMask($"{name}-distractors.png", scene.Distractors);
        if (scene.Watermark.Area > 0)
            WriteMask($"{name}-watermark.png", scene.Watermark);
    }

    private void WriteMask(string name, PixelMask mask)
    {
        var pixels = new byte[3 * mask.Values.Length];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = mask.Values[i / 3] ? byte.MaxValue : byte.MinValue;
        ImageFile.WritePng(Path.Combine(folder, "masks", name), new RgbImage(mask.Width, mask.Height, pixels));
    }

    private static string Row(string name, GlyphScene scene)
    {
        var second = scene.Digits.Count > 1 ? Columns(scene.Digits[1]) : ",,,,";
        return string.Create(CultureInfo.InvariantCulture, $"images/{name}.png,{Columns(scene.Digits[0])},{second},{(scene.Watermark.Area > 0 ? 1 : 0)}");
    }

    private static string Columns(GlyphDigit digit) =>
        string.Create(CultureInfo.InvariantCulture, $"{digit.Class},{digit.Box.Left},{digit.Box.Top},{digit.Box.Width},{digit.Box.Height}");
}
