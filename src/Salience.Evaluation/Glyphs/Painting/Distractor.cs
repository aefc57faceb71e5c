using System.Numerics;
using Salience.Evaluation.Glyphs.Shapes;
using Salience.Evaluation.Randomness;
using SkiaSharp;

namespace Salience.Evaluation.Glyphs.Painting;

/// <summary>A letter or shape beside the digit, in one colour.</summary>
/// <param name="Form">Its strokes or outline in pixels.</param>
/// <param name="Color">Its colour.</param>
internal sealed record Distractor(StrokeForm Form, SKColor Color)
{
    private const int Side = GlyphGenerator.Side;
    private const int Tries = 12;

    /// <summary>Draws the distractors of a scene; they keep out of the digits' zones and of each other's way.</summary>
    public static IReadOnlyList<Distractor> DrawAll(RandomStream random, Palette palette, IReadOnlyList<Zone> zones)
    {
        var found = new List<Distractor>();
        var taken = zones.ToList();
        var wanted = 3 + random.Next(5);
        for (var i = 0; i < wanted; i++)
        {
            var size = (float)random.Uniform(8, 14);
            var (r, g, b) = palette.Distractor(random);
            var form = Draw(random, size);
            for (var attempt = 0; attempt < Tries; attempt++)
            {
                var middle = new Vector2((float)random.Uniform(3, Side - 3), (float)random.Uniform(3, Side - 3));
                if (taken.Any(zone => zone.Touches(middle, 0.4f * size)))
                    continue;
                taken.Add(new Zone(middle, 0.4f * size));
                found.Add(new Distractor(form.Moved(middle), new SKColor(r, g, b)));
                break;
            }
        }

        return found;
    }

    private static StrokeForm Draw(RandomStream random, float size)
    {
        var letter = random.NextDouble() < 0.6;
        var shapes = letter ? DistractorShapes.Letters : DistractorShapes.Shapes;
        var turn = Matrix3x2.CreateRotation((float)random.Uniform(-0.35, 0.35)) * Matrix3x2.CreateScale(size);
        var shape = shapes[random.Next(shapes.Count)];
        var (low, high, _) = shape.Measure();
        var path = shape.Map(p => Vector2.Transform(p - (low + high) / 2, turn));
        var pen = letter ? new Pen(size * (float)random.Uniform(0.15, 0.24), 0, 0, 1, SKStrokeCap.Butt, SKStrokeJoin.Miter) : null;
        return new StrokeForm(path, (high - low) * size, pen);
    }
}
