namespace Salience.Evaluation.Glyphs.Painting;

/// <summary>A pattern over the plane.</summary>
internal interface ITexture
{
    /// <summary>The value at a place, −1 to 1; the picture spans 0 to 1.</summary>
    float At(float x, float y);
}
