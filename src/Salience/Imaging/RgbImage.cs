namespace Salience.Imaging;

/// <summary>A picture of 8-bit red, green and blue values: row-major, three bytes a pixel, immutable.</summary>
public sealed class RgbImage
{
    private readonly byte[] _pixels;

    /// <summary>Copies the pixels.</summary>
    /// <param name="width">Pixels in a row; at least 1.</param>
    /// <param name="height">Rows; at least 1.</param>
    /// <param name="pixels">R, G, B of the first row from left to right, then of the next; <c>3 * width * height</c> bytes.</param>
    public RgbImage(int width, int height, ReadOnlySpan<byte> pixels)
        : this(pixels.ToArray(), width, height)
    {
    }

    private RgbImage(byte[] pixels, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (pixels.LongLength != 3L * width * height)
            throw new ArgumentException($"A picture of {width}x{height} has {3L * width * height} bytes, got {pixels.Length}.", nameof(pixels));
        Width = width;
        Height = height;
        _pixels = pixels;
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>R, G, B of every pixel, row by row.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels;

    /// <summary>The colour at column <paramref name="x"/>, row <paramref name="y"/>, both from 0.</summary>
    public Rgb this[int x, int y]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)x, (uint)Width, nameof(x));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)y, (uint)Height, nameof(y));
            int at = 3 * (y * Width + x);
            return new Rgb(_pixels[at], _pixels[at + 1], _pixels[at + 2]);
        }
    }

    /// <summary>Takes the array over without copying; the caller must not keep it.</summary>
    internal static RgbImage Own(int width, int height, byte[] pixels) => new(pixels, width, height);
}
