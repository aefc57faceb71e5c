namespace Salience.Evaluation.Glyphs;

/// <summary>The parts of a scene, each with random numbers of its own, so that none tells anything about another.</summary>
internal enum ScenePart
{
    Class,
    SecondClass,
    Watermark,
    Place,
    Colors,
    Ground,
    Clutter,
    Distractors,
    Ink,
    Grain,
    Shape,
    Style,
}
