using System.Numerics;
using Salience.Evaluation.Glyphs.Painting;
using Salience.Evaluation.Glyphs.Shapes;

namespace Salience.Evaluation.Glyphs;

/// <summary>A digit to be painted.</summary>
/// <param name="Class">0 to 9.</param>
/// <param name="Form">Its strokes in pixels.</param>
internal sealed record PlannedDigit(int Class, StrokeForm Form);

/// <summary>Everything about a scene that is decided before pixels are painted.</summary>
/// <param name="Settings">Which scenes.</param>
/// <param name="Index">Which of them.</param>
/// <param name="Digits">The digits.</param>
/// <param name="Palette">The colours.</param>
/// <param name="Distractors">Letters and shapes, in the order in which they are painted.</param>
/// <param name="HasWatermark">Whether the watermark is there.</param>
internal sealed record ScenePlan(
    GlyphSettings Settings, long Index, IReadOnlyList<PlannedDigit> Digits, Palette Palette, IReadOnlyList<Distractor> Distractors, bool HasWatermark)
{
    private const int Side = GlyphGenerator.Side;

    // Farthest that the middle of a single digit is from the middle of the picture.
    private const double Wander = 5;

    /// <summary>Decides about a scene.</summary>
    public static ScenePlan Draw(GlyphSettings settings, long index)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        settings.Validate();
        var classes = ClassDraw.Classes(settings, index);
        var place = ClassDraw.Part(settings, index, ScenePart.Place);
        var forms = settings.Variant == GlyphVariant.TwoDigits ? TwoDigitLayout.Draw(settings, index, classes, place) : [Single(settings, index, classes[0], place)];
        var palette = new Palette(ClassDraw.Part(settings, index, ScenePart.Colors), classes.Length);
        var distractors = Distractor.DrawAll(ClassDraw.Part(settings, index, ScenePart.Distractors), palette, [.. forms.Select(f => f.Zone)]);
        return new ScenePlan(
            settings, index, [.. classes.Zip(forms, (c, f) => new PlannedDigit(c, f.Form))], palette, distractors, ClassDraw.HasWatermark(settings, index, classes[0]));
    }

    /// <summary>The random numbers of one part of the scene.</summary>
    public Randomness.RandomStream Part(ScenePart part) => ClassDraw.Part(Settings, Index, part);

    private static PlacedForm Single(GlyphSettings settings, long index, int digit, Randomness.RandomStream place)
    {
        var side = place.Uniform(28, 37);
        var middle = new Vector2((float)(Side / 2 + place.Uniform(-Wander, Wander)), (float)(Side / 2 + place.Uniform(-Wander, Wander)));
        var form = DigitForm.Draw(digit, side, ClassDraw.Part(settings, index, ScenePart.Shape), ClassDraw.Part(settings, index, ScenePart.Style));
        return new PlacedForm(form.Moved(middle), new Zone(middle, (float)(0.6 * side)));
    }
}

/// <summary>A digit's form at its place.</summary>
/// <param name="Form">The form in pixels.</param>
/// <param name="Zone">The part of the picture that is its own.</param>
internal sealed record PlacedForm(StrokeForm Form, Zone Zone);

/// <summary>A square that distractors leave to a digit; it does not depend on the class.</summary>
/// <param name="Middle">Its middle in pixels.</param>
/// <param name="Half">Half its side.</param>
internal readonly record struct Zone(Vector2 Middle, float Half)
{
    /// <summary>Whether a disc reaches into the square.</summary>
    public bool Touches(Vector2 middle, float radius) =>
        Math.Abs(middle.X - Middle.X) < Half + radius && Math.Abs(middle.Y - Middle.Y) < Half + radius;
}
