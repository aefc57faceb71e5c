using Salience.Evaluation.Datasets;
using Salience.Evaluation.Glyphs.Painting;

namespace Salience.Evaluation.Glyphs;

/// <summary>Which pixels belong to what, from the coverage with which it was painted.</summary>
internal static class SceneMasks
{
    private const int Side = GlyphGenerator.Side;

    /// <summary>The masks of a scene, none of which overlaps another.</summary>
    public static (GlyphDigit[] Digits, PixelMask Distractors, PixelMask Watermark) Of(ScenePlan plan, ScenePainter painter)
    {
        var watermark = plan.HasWatermark ? Covered(painter.Outer.Draw(canvas => Watermark.PaintCover(canvas, Coverage.Full))) : new bool[Side * Side];
        var over = (bool[])watermark.Clone();
        var digits = new GlyphDigit[plan.Digits.Count];
        for (var i = 0; i < digits.Length; i++)
        {
            var form = plan.Digits[i].Form;
            var covered = Below(over, Covered(painter.Outer.Draw(canvas => FormPaint.Draw(canvas, form, Coverage.Full, rim: true))));
            digits[i] = new GlyphDigit(plan.Digits[i].Class, Mask(covered));
        }

        foreach (var digit in digits)
        {
            for (var p = 0; p < over.Length; p++)
                over[p] |= digit.Mask.Values[p];
        }

        var distractors = new bool[Side * Side];
        foreach (var distractor in plan.Distractors)
        {
            var covered = Covered(painter.Outer.Draw(canvas => FormPaint.Draw(canvas, distractor.Form, Coverage.Full, rim: false)));
            for (var p = 0; p < covered.Length; p++)
                distractors[p] |= covered[p];
        }

        return (digits, Mask(Below(over, distractors)), Mask(watermark));
    }

    private static bool[] Covered(ReadOnlySpan<byte> coverage)
    {
        var covered = new bool[coverage.Length];
        for (var p = 0; p < covered.Length; p++)
            covered[p] = coverage[p] >= Coverage.Half;
        return covered;
    }

    private static bool[] Below(bool[] over, bool[] under)
    {
        for (var p = 0; p < under.Length; p++)
            under[p] &= !over[p];
        return under;
    }

    private static PixelMask Mask(bool[] values) => new(Side, Side, values);
}
