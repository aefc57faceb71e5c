using System.Globalization;
using Salience.Imaging.ColorMaps;

namespace Salience.Imaging.Drawing;

/// <summary>A vertical colour bar with five ticks and, beneath it, what the scale is.</summary>
internal static class ColorBar
{
    /// <summary>Pixels the bar takes with its labels.</summary>
    internal const int TotalWidth = 104;

    private const int BarWidth = 18;
    private const float TextSize = 9;
    private const int Ticks = 5;

    /// <summary>Draws the bar with its top left corner at (x, y).</summary>
    internal static void Draw(Sheet sheet, IColorMap colors, HeatScale scale, int x, int y, int height)
    {
        sheet.Place(Gradient(colors, height), x, y);
        for (int tick = 0; tick < Ticks; tick++)
        {
            double share = (double)tick / (Ticks - 1);
            float at = y + (float)((1 - share) * (height - 1)) + 0.5f;
            sheet.Line(x + BarWidth, at, x + BarWidth + 4, at);
            sheet.Write(Label(scale, share), x + BarWidth + 9, Math.Clamp(at + TextSize / 2, y + TextSize, y + height), TextSize, Sheet.Ink);
        }
    }

    /// <summary>What the scale is, in words.</summary>
    internal static string Describe(HeatScale scale)
    {
        if (scale.Percentile >= 100)
            return scale.Signed ? "scale: symmetric about 0, nothing clipped" : "scale: least to greatest value, nothing clipped";
        string ends = scale.Signed ? "symmetric about 0, ends at percentile" : "least value to percentile";
        string of = scale.Signed ? " of |value|" : string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $"scale: {ends} {scale.Percentile:0.##}{of}, {scale.ClippedShare:0.##%} clipped");
    }

    /// <summary>The label of the tick a share of the way up, short and with the digits that tell neighbours apart.</summary>
    internal static string Label(HeatScale scale, double share)
    {
        double value = scale.Low + share * (scale.High - scale.Low), step = (scale.High - scale.Low) / (Ticks - 1);
        double size = Math.Max(Math.Abs(scale.Low), Math.Abs(scale.High));
        if (size == 0 || Math.Abs(value) < size * 1e-9)
            return "0";
        if (size is >= 1e5 or < 1e-3)
            return value.ToString("0.##e+0", CultureInfo.InvariantCulture);
        int decimals = step > 0 ? Math.Clamp(1 - (int)Math.Floor(Math.Log10(step)), 0, 8) : 3;
        return value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    private static RgbImage Gradient(IColorMap colors, int height)
    {
        var pixels = new byte[3 * BarWidth * height];
        for (int i = 0; i < BarWidth * height; i++)
        {
            Rgb color = colors.At(height > 1 ? 1 - (double)(i / BarWidth) / (height - 1) : 1);
            (pixels[3 * i], pixels[3 * i + 1], pixels[3 * i + 2]) = (color.R, color.G, color.B);
        }
        return RgbImage.Own(BarWidth, height, pixels);
    }
}
