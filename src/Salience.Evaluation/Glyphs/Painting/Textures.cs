using Salience.Evaluation.Randomness;

namespace Salience.Evaluation.Glyphs.Painting;

/// <summary>Adds random patterns to a field of values, one for each pixel.</summary>
internal static class Textures
{
    private const int Side = GlyphGenerator.Side;
    private const int Kinds = 8;

    /// <summary>Fills some rows of a field with a pattern on a slope; which rows does not change their values.</summary>
    public static void Fill(RandomStream random, float[] field, Range rows)
    {
        var (first, count) = rows.GetOffsetAndLength(Side);
        var part = new Rows(field.AsSpan(first * Side, count * Side), first);
        part.Values.Clear();
        Add(Slope.Draw(random), random.Uniform(0.1, 0.7), part);
        var main = (float)random.Uniform(0.3, 0.9);
        AddKind(random.Next(Kinds), random, main, part);
        if (random.NextDouble() < 0.5)
            AddKind(random.Next(Kinds), random, 0.35f * main, part);
    }

    private static void AddKind(int kind, RandomStream random, float amount, Rows field)
    {
        switch (kind)
        {
            case 0 or 1: Add(new Cloud(random), amount * 1.4, field); break;
            case 2: Add(Stripes.Draw(random, sharp: false), amount, field); break;
            case 3: Add(Stripes.Draw(random, sharp: true), amount * 0.7, field); break;
            case 4: Add(Checks.Draw(random), amount * 0.8, field); break;
            case 5: Add(Ripples.Draw(random), amount, field); break;
            case 6: Add(new Cells(random), amount, field); break;
            default: Add(new Marble(random), amount, field); break;
        }
    }

    private static void Add<T>(T texture, double amount, Rows field)
        where T : struct, ITexture
    {
        var factor = (float)amount;
        for (var at = 0; at < field.Values.Length; at += Side)
        {
            var y = (field.First + at / Side) * (1f / Side);
            var row = field.Values.Slice(at, Side);
            for (var x = 0; x < row.Length; x++)
                row[x] += factor * texture.At(x * (1f / Side), y);
        }
    }

    private readonly ref struct Rows(Span<float> values, int first)
    {
        public readonly Span<float> Values = values;
        public readonly int First = first;
    }
}
