using static TorchSharp.torch;

namespace Salience.Decomposition;

/// <summary>Where the elements of a node's output belong on the picture.</summary>
/// <param name="SampleAxis">
/// The axis that counts the images: 0 almost everywhere, 1 in sequence-first attention <c>(T, N, D)</c>. Its size may be a multiple
/// of N, image-major: windows and heads folded into it follow their image.
/// </param>
internal abstract record Placement(int SampleAxis)
{
    /// <summary>The values as <c>(N, M)</c>, one row an image.</summary>
    public Tensor PerImage(Tensor values, long images)
    {
        if (SampleAxis == 0)
            return values.reshape(images, -1);
        var shape = values.shape;
        long[] split = [.. shape[..SampleAxis], images, shape[SampleAxis] / images, .. shape[(SampleAxis + 1)..]];
        return values.reshape(split).movedim([SampleAxis], [0]).reshape(images, -1);
    }

    /// <summary><c>(N, C, H, W)</c> as it is.</summary>
    public sealed record Nchw() : Placement(0);

    /// <summary>Tokens: each row of <see cref="Placement.PerImage"/>, read through an index, is <c>(C, H, W)</c>.</summary>
    /// <param name="SampleAxis">The axis that counts the images.</param>
    /// <param name="Index">C·H·W positions in a row.</param>
    /// <param name="Channels">C, elements at each place.</param>
    /// <param name="Height">H, rows of the grid.</param>
    /// <param name="Width">W, columns of the grid.</param>
    /// <remarks>Elements that the index leaves out have no place: the class token.</remarks>
    public sealed record Grid(int SampleAxis, long[] Index, int Channels, int Height, int Width) : Placement(SampleAxis);

    /// <summary>No place at all: fully-connected, pooled and other global values.</summary>
    /// <param name="SampleAxis">The axis that counts the images.</param>
    public sealed record Global(int SampleAxis = 0) : Placement(SampleAxis);
}
