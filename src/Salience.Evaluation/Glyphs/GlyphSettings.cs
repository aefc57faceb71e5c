using Salience.Evaluation.Datasets;

namespace Salience.Evaluation.Glyphs;

/// <summary>Which Glyphs scenes are made. Equal settings and index: equal scene.</summary>
/// <param name="Seed">Seed of everything random.</param>
/// <param name="Variant">What a scene holds.</param>
/// <param name="Split">Scenes for training or held-out ones; the two share none.</param>
public sealed record GlyphSettings(long Seed = 0, GlyphVariant Variant = GlyphVariant.Standard, Split Split = Split.Train)
{
    /// <summary>The class that the watermark goes along with, 0 to 9; <see cref="GlyphVariant.Watermark"/> only.</summary>
    public int WatermarkClass { get; init; } = 3;

    /// <summary>Share of the scenes of <see cref="WatermarkClass"/> that carry the watermark, 0 to 1.</summary>
    public double WatermarkRate { get; init; } = 0.95;

    /// <summary>Share of the scenes of every other class that carry the watermark, 0 to 1.</summary>
    public double WatermarkRateElsewhere { get; init; } = 0.05;

    /// <summary>Refuses settings that mean nothing.</summary>
    internal void Validate()
    {
        if (!Enum.IsDefined(Variant) || !Enum.IsDefined(Split))
            throw new ArgumentException($"There is no variant {Variant} or no split {Split} of Glyphs.");
        if (WatermarkClass is < 0 or >= GlyphGenerator.ClassCount)
            throw new ArgumentException($"The watermark class {WatermarkClass} does not exist; give 0 to {GlyphGenerator.ClassCount - 1}.");
        foreach (var rate in new[] { WatermarkRate, WatermarkRateElsewhere })
        {
            if (rate is not (>= 0 and <= 1))
                throw new ArgumentException($"The watermark rate {rate} is no share; give 0 to 1.");
        }
    }
}
