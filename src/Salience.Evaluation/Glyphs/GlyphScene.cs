using Salience.Evaluation.Datasets;
using Salience.Imaging;

namespace Salience.Evaluation.Glyphs;

/// <summary>A Glyphs picture of 64 × 64 pixels with the truth about it.</summary>
/// <param name="Index">Number of the scene within its settings.</param>
/// <param name="Picture">The pixels.</param>
/// <param name="Digits">The digits: one, or two of different classes; the first one's class is the label.</param>
/// <param name="Distractors">The pixels of which a letter or shape covers at least one half and that no digit or watermark covers.</param>
/// <param name="Watermark">The pixels of the watermark, which lies over everything else; empty where there is none.</param>
public sealed record GlyphScene(long Index, RgbImage Picture, IReadOnlyList<GlyphDigit> Digits, PixelMask Distractors, PixelMask Watermark)
{
    /// <summary>The class of the first digit.</summary>
    public int Label => Digits[0].Class;
}
