namespace Salience.Evaluation.Glyphs;

/// <summary>What a Glyphs scene holds.</summary>
public enum GlyphVariant
{
    /// <summary>One large digit.</summary>
    Standard,

    /// <summary>Two digits of different classes that do not touch: do the maps for the two classes differ?</summary>
    TwoDigits,

    /// <summary>The scenes of <see cref="Standard"/>, some with a small emblem in a corner that goes along with one class: is a spurious feature found?</summary>
    Watermark,
}
