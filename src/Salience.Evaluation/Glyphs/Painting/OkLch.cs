namespace Salience.Evaluation.Glyphs.Painting;

/// <summary>A colour by lightness, chroma and hue in Oklab, in which equal steps look alike.</summary>
/// <remarks>Source of the matrices: Ottosson 2020, "A perceptual color space for image processing".</remarks>
/// <param name="Lightness">0 black to 1 white.</param>
/// <param name="Chroma">0 grey to about 0.3.</param>
/// <param name="Hue">Angle in radians.</param>
internal readonly record struct OkLch(double Lightness, double Chroma, double Hue)
{
    /// <summary>As 8-bit sRGB; chroma is reduced until the colour exists.</summary>
    public (byte R, byte G, byte B) ToRgb()
    {
        var lightness = Math.Clamp(Lightness, 0, 1);
        var (r, g, b) = Linear(lightness, Chroma);
        for (var chroma = Chroma; chroma > 0.004 && !(Exists(r) && Exists(g) && Exists(b)); (r, g, b) = Linear(lightness, chroma))
            chroma *= 0.85;
        return (Encode(r), Encode(g), Encode(b));
    }

    private (double R, double G, double B) Linear(double lightness, double chroma)
    {
        var (a, b) = (chroma * Math.Cos(Hue), chroma * Math.Sin(Hue));
        var l = Cube(lightness + 0.3963377774 * a + 0.2158037573 * b);
        var m = Cube(lightness - 0.1055613458 * a - 0.0638541728 * b);
        var s = Cube(lightness - 0.0894841775 * a - 1.2914855480 * b);
        return (
            4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
            -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
            -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s);
    }

    private static bool Exists(double value) => value is >= -1e-4 and <= 1.0001;

    private static double Cube(double x) => x * x * x;

    private static byte Encode(double linear)
    {
        var x = Math.Clamp(linear, 0, 1);
        return (byte)Math.Round(255 * (x <= 0.0031308 ? 12.92 * x : 1.055 * Math.Pow(x, 1 / 2.4) - 0.055));
    }
}
