namespace Salience.Imaging;

/// <summary>A colour of 8-bit red, green and blue, in sRGB as files and screens have it.</summary>
/// <param name="R">Red.</param>
/// <param name="G">Green.</param>
/// <param name="B">Blue.</param>
public readonly record struct Rgb(byte R, byte G, byte B)
{
    /// <summary>The nearest colour to components in [0, 1]; what lies outside is clamped.</summary>
    internal static Rgb FromUnit(double r, double g, double b) => new(ToByte(r), ToByte(g), ToByte(b));

    /// <summary>The colour a share <paramref name="t"/> of the way from <paramref name="a"/> to <paramref name="b"/>.</summary>
    internal static Rgb Mix(Rgb a, Rgb b, double t) => new(Mix(a.R, b.R, t), Mix(a.G, b.G, t), Mix(a.B, b.B, t));

    private static byte Mix(byte a, byte b, double t) => (byte)Math.Round(a + (b - a) * t);

    private static byte ToByte(double value) => (byte)Math.Round(255 * Math.Clamp(value, 0, 1));
}
