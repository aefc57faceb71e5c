namespace Salience.Imaging;

/// <summary>The part of the original picture that a network saw, in the original's pixels.</summary>
/// <remarks>It reaches beyond the original (a negative corner) where the picture was smaller than the crop and was padded.</remarks>
/// <param name="SourceWidth">Width of the original, upright.</param>
/// <param name="SourceHeight">Height of the original, upright.</param>
/// <param name="Left">Left edge of the part.</param>
/// <param name="Top">Top edge of the part.</param>
/// <param name="Width">Width of the part.</param>
/// <param name="Height">Height of the part.</param>
public sealed record SourceRegion(int SourceWidth, int SourceHeight, double Left, double Top, double Width, double Height);
