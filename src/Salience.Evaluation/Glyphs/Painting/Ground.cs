using Salience.Evaluation.Randomness;
using SkiaSharp;

namespace Salience.Evaluation.Glyphs.Painting;

/// <summary>What everything lies on: a texture with large translucent shapes over it.</summary>
internal static class Ground
{
    private const int Side = GlyphGenerator.Side;

    /// <summary>Paints the texture.</summary>
    public static void Paint(RandomStream random, ColorRamp colors, float[] field, Span<uint> pixels)
    {
        Textures.Fill(random, field, ..);
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = colors[field[i]];
    }

    /// <summary>Paints the shapes: discs, polygons and broad arcs that reach beyond the picture's edge.</summary>
    public static void Clutter(RandomStream random, Palette palette, SKCanvas canvas)
    {
        var count = 1 + random.Next(5);
        using var paint = new SKPaint { IsAntialias = true };
        for (var i = 0; i < count; i++)
        {
            var (r, g, b) = palette.Clutter(random);
            paint.Color = new SKColor(r, g, b, (byte)random.Uniform(70, 210));
            var (x, y, size) = ((float)random.Uniform(-8, Side + 8), (float)random.Uniform(-8, Side + 8), (float)random.Uniform(8, 26));
            paint.Style = SKPaintStyle.Fill;
            switch (random.Next(4))
            {
                case 0:
                    canvas.DrawCircle(x, y, size, paint);
                    break;
                case 1:
                    paint.Style = SKPaintStyle.Stroke;
                    paint.StrokeWidth = (float)random.Uniform(4, 12);
                    canvas.DrawCircle(x < Side / 2 ? -20 : Side + 20, y, size + 30, paint);
                    break;
                default:
                    using (var polygon = Polygon(random, x, y, size))
                        canvas.DrawPath(polygon, paint);
                    break;
            }
        }
    }

    private static SKPath Polygon(RandomStream random, float x, float y, float size)
    {
        var path = new SKPath();
        var (corners, turn) = (3 + random.Next(3), random.Uniform(0, Math.Tau));
        for (var i = 0; i < corners; i++)
        {
            var (sin, cos) = Math.SinCos(turn + i * Math.Tau / corners + random.Uniform(-0.3, 0.3));
            var (px, py) = (x + size * (float)cos, y + size * (float)sin);
            if (i == 0)
                path.MoveTo(px, py);
            else
                path.LineTo(px, py);
        }

        path.Close();
        return path;
    }
}
