using Salience.Evaluation.Randomness;

namespace Salience.Evaluation.Glyphs;

/// <summary>Draws the classes of scenes, from streams that nothing else reads.</summary>
internal static class ClassDraw
{
    private const int Block = GlyphGenerator.ClassCount;

    /// <summary>The classes of a scene: every block of ten scenes has each class once, in random order; a second digit has any other class.</summary>
    public static int[] Classes(GlyphSettings settings, long index)
    {
        var order = new RandomStream(settings.Seed, (long)settings.Split, (long)ScenePart.Class, index / Block).Permutation(Block);
        var first = order[(int)(index % Block)];
        if (settings.Variant != GlyphVariant.TwoDigits)
            return [first];
        var step = 1 + Part(settings, index, ScenePart.SecondClass).Next(Block - 1);
        return [first, (first + step) % Block];
    }

    /// <summary>Whether a scene of a class carries the watermark.</summary>
    public static bool HasWatermark(GlyphSettings settings, long index, int label)
    {
        if (settings.Variant != GlyphVariant.Watermark)
            return false;
        var rate = label == settings.WatermarkClass ? settings.WatermarkRate : settings.WatermarkRateElsewhere;
        return Part(settings, index, ScenePart.Watermark).NextDouble() < rate;
    }

    /// <summary>The stream of one part of a scene.</summary>
    public static RandomStream Part(GlyphSettings settings, long index, ScenePart part) => new(settings.Seed, (long)settings.Split, (long)part, index);
}
