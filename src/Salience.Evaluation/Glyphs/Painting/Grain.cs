using Salience.Evaluation.Randomness;

namespace Salience.Evaluation.Glyphs.Painting;

/// <summary>Light that falls off to one side, and film grain: changes every pixel by itself.</summary>
internal static class Grain
{
    private const int Side = GlyphGenerator.Side;

    /// <summary>Changes the pixels.</summary>
    public static void Apply(RandomStream random, Span<uint> pixels)
    {
        var strength = (int)random.Uniform(3, 11);
        var (sin, cos) = Math.SinCos(random.Uniform(0, Math.Tau));
        var fall = random.Uniform(0, 0.2);
        var (dx, dy) = ((int)(65536 * fall * cos / Side), (int)(65536 * fall * sin / Side));
        for (int y = 0, at = 0; y < Side; y++)
        {
            ulong bits = 0;
            for (var x = 0; x < Side; x++, at++, bits >>= 8)
            {
                if (x % 8 == 0)
                    bits = random.NextBits();
                var light = 65536 + dx * (x - Side / 2) + dy * (y - Side / 2);
                var grain = ((int)(bits & 0xFF) - 128) * strength >> 7;
                var pixel = pixels[at];
                pixels[at] = ColorRamp.Pack(Change(pixel & 0xFF, light, grain), Change(pixel >> 8 & 0xFF, light, grain), Change(pixel >> 16 & 0xFF, light, grain));
            }
        }
    }

    private static uint Change(uint value, int light, int grain) => (uint)Math.Clamp(((int)value * light >> 16) + grain, 0, 255);
}
