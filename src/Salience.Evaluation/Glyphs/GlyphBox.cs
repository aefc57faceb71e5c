namespace Salience.Evaluation.Glyphs;

/// <summary>The smallest box around the pixels of a mask, in pixels from the top left.</summary>
/// <param name="Left">First column.</param>
/// <param name="Top">First row.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
public readonly record struct GlyphBox(int Left, int Top, int Width, int Height);
