using Salience.Evaluation.Datasets;
using Salience.Evaluation.Glyphs.Painting;
using Salience.Imaging;

namespace Salience.Evaluation.Glyphs;

/// <summary>Makes Glyphs scenes: a large digit on cluttered ground among letters and shapes, with exact masks.</summary>
/// <remarks>
/// The class is drawn independently of colour, ground, position, size, thickness and texture, each of which has a stream of random numbers
/// of its own; every ten successive scenes hold every class once. Digit and ground take their colours from the same distribution. Digits are
/// strokes along curves that are warped, slanted, rotated and scaled to a box whose area does not depend on the class.
/// </remarks>
public static class GlyphGenerator
{
    /// <summary>Rows and columns of a picture.</summary>
    public const int Side = 64;

    /// <summary>Number of classes, the digits 0 to 9.</summary>
    public const int ClassCount = 10;

    /// <summary>Makes a scene.</summary>
    /// <param name="settings">Which scenes.</param>
    /// <param name="index">Which of them, from 0; any scene can be made at any time, on any thread.</param>
    /// <exception cref="ArgumentException">The settings name a class or rate that does not exist.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative.</exception>
    public static GlyphScene Generate(GlyphSettings settings, long index)
    {
        var plan = ScenePlan.Draw(settings, index);
        using var painter = new ScenePainter();
        painter.Paint(plan, SceneLayers.All);
        var pixels = new byte[3 * Side * Side];
        painter.CopyInterleaved(pixels);
        var (digits, distractors, watermark) = SceneMasks.Of(plan, painter);
        return new GlyphScene(index, new RgbImage(Side, Side, pixels), digits, distractors, watermark);
    }

    /// <summary>Classes of the digits of a scene, without drawing it.</summary>
    /// <param name="settings">Which scenes.</param>
    /// <param name="index">Which of them, from 0.</param>
    /// <returns>One class, or two for <see cref="GlyphVariant.TwoDigits"/>.</returns>
    /// <exception cref="ArgumentException">The settings name a class or rate that does not exist.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative.</exception>
    public static IReadOnlyList<int> ClassesOf(GlyphSettings settings, long index)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        settings.Validate();
        return ClassDraw.Classes(settings, index);
    }

    /// <summary>Draws only the pixels, <c>(3, 64, 64)</c>.</summary>
    internal static void Render(GlyphSettings settings, long index, Span<byte> planes)
    {
        var plan = ScenePlan.Draw(settings, index);
        using var painter = new ScenePainter();
        painter.Paint(plan, SceneLayers.All);
        painter.CopyPlanar(planes);
    }
}
