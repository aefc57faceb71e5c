using System.Numerics;
using Salience.Evaluation.Glyphs.Shapes;
using Salience.Evaluation.Randomness;

namespace Salience.Evaluation.Glyphs;

/// <summary>Finds places for two digits that do not touch.</summary>
internal static class TwoDigitLayout
{
    private const int Side = GlyphGenerator.Side;
    private const int TriesBeforeShrinking = 24;
    private const float Margin = 1;
    private const float Gap = 1.5f;

    /// <summary>Both digits in random places; they shrink a little where no place is found.</summary>
    public static PlacedForm[] Draw(GlyphSettings settings, long index, IReadOnlyList<int> classes, RandomStream place)
    {
        var sides = new[] { place.Uniform(19, 24), place.Uniform(19, 24) };
        var forms = new StrokeForm[2];
        for (var i = 0; i < 2; i++)
        {
            forms[i] = DigitForm.Draw(
                classes[i],
                sides[i],
                new RandomStream(settings.Seed, (long)settings.Split, (long)ScenePart.Shape, index, i),
                new RandomStream(settings.Seed, (long)settings.Split, (long)ScenePart.Style, index, i));
        }

        for (var shrink = 1f; ; shrink *= 0.95f)
        {
            var (a, b) = (forms[0].Scaled(shrink), forms[1].Scaled(shrink));
            for (var i = 0; i < TriesBeforeShrinking; i++)
            {
                var (first, second) = (Place(a.Extent, place), Place(b.Extent, place));
                var (apart, needed) = (Vector2.Abs(first - second), (a.Extent + b.Extent) / 2 + new Vector2(Gap));
                if (apart.X >= needed.X || apart.Y >= needed.Y)
                    return [Placed(a, first, sides[0] * shrink), Placed(b, second, sides[1] * shrink)];
            }
        }
    }

    private static Vector2 Place(Vector2 extent, RandomStream place)
    {
        var free = Vector2.Max(new Vector2(Side - 2 * Margin) - extent, Vector2.Zero);
        return new Vector2(Side / 2) + free * new Vector2((float)place.Uniform(-0.5, 0.5), (float)place.Uniform(-0.5, 0.5));
    }

    private static PlacedForm Placed(StrokeForm form, Vector2 middle, double side) => new(form.Moved(middle), new Zone(middle, (float)(0.6 * side)));
}
