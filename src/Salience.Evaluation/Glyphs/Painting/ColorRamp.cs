namespace Salience.Evaluation.Glyphs.Painting;

/// <summary>Related colours in a row, for one value of a texture each.</summary>
internal sealed class ColorRamp
{
    private const int Size = 64;
    private const int Knots = 7;
    private readonly uint[] _colors = new uint[Size];

    /// <summary>A ramp around a colour.</summary>
    /// <param name="middle">The colour in the middle.</param>
    /// <param name="lightness">Lightness rises by this much from the middle to the end and falls as much to the beginning.</param>
    /// <param name="hue">So does the hue.</param>
    public ColorRamp(OkLch middle, double lightness, double hue)
    {
        Span<(byte R, byte G, byte B)> knots = stackalloc (byte, byte, byte)[Knots];
        for (var i = 0; i < Knots; i++)
        {
            var t = 2.0 * i / (Knots - 1) - 1;
            knots[i] = new OkLch(middle.Lightness + t * lightness, middle.Chroma, middle.Hue + t * hue).ToRgb();
        }

        for (var i = 0; i < Size; i++)
        {
            var at = i * (Knots - 1.0) / (Size - 1);
            var k = Math.Min((int)at, Knots - 2);
            _colors[i] = Pack(Mix(knots[k].R, knots[k + 1].R, at - k), Mix(knots[k].G, knots[k + 1].G, at - k), Mix(knots[k].B, knots[k + 1].B, at - k));
        }
    }

    /// <summary>The colour for a value from −1 to 1, red in the lowest byte, opaque.</summary>
    public uint this[float value] => _colors[(int)((Math.Clamp(value, -1, 1) + 1) * (0.5f * (Size - 1)) + 0.5f)];

    /// <summary>Red in the lowest byte, then green, blue and 255, as Skia's RGBA stores a pixel on a little-endian machine.</summary>
    public static uint Pack(uint r, uint g, uint b) => r | g << 8 | b << 16 | 0xFF000000;

    private static uint Mix(byte a, byte b, double t) => (uint)Math.Round(a + (b - a) * t);
}
