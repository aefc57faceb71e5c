using static TorchSharp.torch;

namespace Salience.Decomposition;

/// <summary>Where the elements of a node's output belong on the picture.</summary>
/// <param name="SampleAxis">
/// The axis that counts the images: 0 almost everywhere, 1 in sequence-first attention <c>(T, N, D)</c>. Its size may be a multiple
/// of N: windows and heads folded into it follow their image.
/// </param>
/// <param name="Blocks">How often all images follow one another along that axis: 1, or T where tokens and images are folded into <c>(T·N, D)</c>.</param>
internal abstract record Placement(int SampleAxis, long Blocks)
{
    /// <summary>The values as <c>(N, M)</c>, one row an image.</summary>
    public Tensor PerImage(Tensor values, long images)
    {
        if (SampleAxis == 0 && Blocks == 1)
            return values.reshape(images, -1);
        var shape = values.shape;
        long[] split = [.. shape[..SampleAxis], Blocks, images, shape[SampleAxis] / (images * Blocks), .. shape[(SampleAxis + 1)..]];
        return values.reshape(split).movedim([SampleAxis + 1], [0]).reshape(images, -1);
    }

    /// <summary>The inverse of <see cref="PerImage"/>: values that it reads as <paramref name="rows"/>, for another number of images.</summary>
    /// <param name="rows">One row an image.</param>
    /// <param name="shape">Shape that the values had.</param>
    /// <param name="images">Number of images they were of.</param>
    public Tensor FromPerImage(Tensor rows, IReadOnlyList<long> shape, long images)
    {
        if (this is Nchw)
            return rows.view([rows.shape[0], .. shape.Skip(1)]);
        if (SampleAxis == 0 && Blocks == 1)
            return rows.alias();
        var (before, after) = (shape.Take(SampleAxis), shape.Skip(SampleAxis + 1));
        var each = shape[SampleAxis] / (images * Blocks);
        return rows.reshape([rows.shape[0], .. before, Blocks, each, .. after]).movedim([0], [SampleAxis + 1])
            .reshape([.. before, Blocks * rows.shape[0] * each, .. after]);
    }

    /// <summary><c>(N, C, H, W)</c> as it is.</summary>
    public sealed record Nchw() : Placement(0, 1);

    /// <summary>Tokens: each row of <see cref="Placement.PerImage"/>, read through an index, is <c>(C, H, W)</c>.</summary>
    /// <param name="SampleAxis">The axis that counts the images.</param>
    /// <param name="Blocks">How often all images follow one another along it.</param>
    /// <param name="Index">C·H·W positions in a row.</param>
    /// <param name="Channels">C, elements at each place.</param>
    /// <param name="Height">H, rows of the grid.</param>
    /// <param name="Width">W, columns of the grid.</param>
    /// <remarks>Elements that the index leaves out have no place: the class token.</remarks>
    public sealed record Grid(int SampleAxis, long Blocks, long[] Index, int Channels, int Height, int Width) : Placement(SampleAxis, Blocks);

    /// <summary>No place at all: fully-connected, pooled and other global values.</summary>
    /// <param name="SampleAxis">The axis that counts the images.</param>
    /// <param name="Blocks">How often all images follow one another along it.</param>
    public sealed record Global(int SampleAxis = 0, long Blocks = 1) : Placement(SampleAxis, Blocks);
}
