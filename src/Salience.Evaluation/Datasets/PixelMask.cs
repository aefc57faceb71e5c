namespace Salience.Evaluation.Datasets;

/// <summary>Which pixels of a picture belong to something, <c>(H, W)</c>; immutable.</summary>
public sealed class PixelMask
{
    private readonly bool[] _values;

    /// <summary>Copies the pixels.</summary>
    /// <param name="height">Rows; at least 1.</param>
    /// <param name="width">Columns; at least 1.</param>
    /// <param name="values">Row by row, <c>height · width</c> values.</param>
    /// <exception cref="ArgumentException">There are more or fewer values than pixels.</exception>
    public PixelMask(int height, int width, ReadOnlySpan<bool> values)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        if (values.Length != (long)height * width)
            throw new ArgumentException($"A mask of ({height}, {width}) has {(long)height * width} values, got {values.Length}.", nameof(values));
        (Height, Width, _values) = (height, width, values.ToArray());
        Area = values.Count(true);
    }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Number of pixels inside.</summary>
    public int Area { get; }

    /// <summary>All values, row by row.</summary>
    public ReadOnlySpan<bool> Values => _values;

    /// <summary>Whether a pixel is inside.</summary>
    /// <param name="row">From the top, from 0.</param>
    /// <param name="column">From the left, from 0.</param>
    public bool this[int row, int column]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Height, nameof(row));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)Width, nameof(column));
            return _values[row * Width + column];
        }
    }
}
