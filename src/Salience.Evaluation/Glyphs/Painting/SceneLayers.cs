namespace Salience.Evaluation.Glyphs.Painting;

/// <summary>Parts of a scene that can be left out; tests paint a scene again without one.</summary>
[Flags]
internal enum SceneLayers
{
    Ground = 0,
    Distractors = 1,
    Digits = 2,
    Watermark = 4,
    All = Distractors | Digits | Watermark,
}
