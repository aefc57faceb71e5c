using Salience.Evaluation.Datasets;

namespace Salience.Evaluation.Glyphs;

/// <summary>A digit in a scene and where it is.</summary>
public sealed class GlyphDigit
{
    internal GlyphDigit(int digit, PixelMask mask) => (Class, Mask, Box) = (digit, mask, Around(mask));

    /// <summary>The digit, 0 to 9, which is also its class.</summary>
    public int Class { get; }

    /// <summary>The pixels of which the digit covers at least one half, <c>(64, 64)</c>.</summary>
    public PixelMask Mask { get; }

    /// <summary>The box around <see cref="Mask"/>.</summary>
    public GlyphBox Box { get; }

    private static GlyphBox Around(PixelMask mask)
    {
        var (left, top, right, bottom) = (mask.Width, mask.Height, -1, -1);
        for (var row = 0; row < mask.Height; row++)
        {
            for (var column = 0; column < mask.Width; column++)
            {
                if (mask[row, column])
                    (left, top, right, bottom) = (Math.Min(left, column), Math.Min(top, row), Math.Max(right, column), row);
            }
        }

        return right < 0 ? default : new GlyphBox(left, top, right - left + 1, bottom - top + 1);
    }
}
