namespace Salience.Zoo;

/// <summary>Shape of a value without the batch, <c>(C, H, W)</c>; a vector has one row and one column.</summary>
internal readonly record struct ZooShape(long Channels, long Height, long Width)
{
    /// <summary>Elements, <c>C · H · W</c>.</summary>
    public long Length => Channels * Height * Width;

    /// <summary>The shape after a window has slid over the picture.</summary>
    public ZooShape Slide(long channels, long kernel, long stride, long padding) =>
        new(channels, (Height + 2 * padding - kernel) / stride + 1, (Width + 2 * padding - kernel) / stride + 1);
}
