using Salience.Arrays;
using Salience.Imaging.ColorMaps;
using static TorchSharp.torch;

namespace Salience.Imaging;

/// <summary>A map of one number per place, (H, W), ready to be painted; immutable.</summary>
public sealed class HeatMap
{
    private static readonly Rgb NoValue = new(128, 128, 128);

    private readonly float[] _values;

    /// <summary>Copies the values.</summary>
    /// <param name="width">W, at least 1.</param>
    /// <param name="height">H, at least 1.</param>
    /// <param name="values">Row by row, <c>width * height</c> of them; NaN stands for "no value here".</param>
    public HeatMap(int width, int height, ReadOnlySpan<float> values)
        : this(values.ToArray(), width, height)
    {
    }

    private HeatMap(float[] values, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (values.LongLength != (long)width * height)
            throw new ArgumentException($"A map of {width}x{height} has {(long)width * height} values, got {values.Length}.", nameof(values));
        Width = width;
        Height = height;
        _values = values;
    }

    /// <summary>W.</summary>
    public int Width { get; }

    /// <summary>H.</summary>
    public int Height { get; }

    /// <summary>The values, row by row.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>Whether any value is below 0, so that the map is shown with a diverging colour map around 0.</summary>
    public bool HasSign => Values.IndexOfAnyInRange(float.NegativeInfinity, -float.Epsilon) >= 0;

    /// <summary>Copies a map from a tensor of any type and device; it stays the caller's.</summary>
    /// <param name="map">(H, W), (C, H, W) or (1, C, H, W); the C channels are summed, as an attribution's are.</param>
    /// <exception cref="ArgumentException">The tensor has another shape or is empty.</exception>
    public static HeatMap FromTensor(Tensor map)
    {
        ArgumentNullException.ThrowIfNull(map);
        long[] shape = map.shape;
        if (shape.Length is < 2 or > 4 || shape.Contains(0) || (shape.Length == 4 && shape[0] != 1))
            throw new ArgumentException($"Expected a map (H, W), (C, H, W) or (1, C, H, W), got ({string.Join(", ", shape)}). Select one image.", nameof(map));
        int height = (int)shape[^2], width = (int)shape[^1];
        using var scope = NewDisposeScope();
        return new HeatMap(TensorBytes.ToFloats(map.detach().reshape(-1, height, width).sum(dim: 0)), width, height);
    }

    /// <summary>The map at another size: bilinear between pixel centres, edges repeated; the same map if the size is the same.</summary>
    public HeatMap Resize(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if ((width, height) == (Width, Height))
            return this;
        var values = new float[checked(width * height)];
        for (int y = 0; y < height; y++)
        {
            (int top, int bottom, float down) = Between(y, Height, height);
            for (int x = 0; x < width; x++)
            {
                (int left, int right, float across) = Between(x, Width, width);
                float upper = Mix(_values[top * Width + left], _values[top * Width + right], across);
                float lower = Mix(_values[bottom * Width + left], _values[bottom * Width + right], across);
                values[y * width + x] = Mix(upper, lower, down);
            }
        }
        return new HeatMap(values, width, height);
    }

    /// <summary>The map alone as a picture, one pixel a value; places without a value (NaN) are mid-grey.</summary>
    public RgbImage Paint(IColorMap colors, HeatScale scale)
    {
        ArgumentNullException.ThrowIfNull(colors);
        ArgumentNullException.ThrowIfNull(scale);
        var pixels = new byte[3 * _values.Length];
        for (int i = 0; i < _values.Length; i++)
        {
            Rgb color = float.IsNaN(_values[i]) ? NoValue : colors.At(scale.Position(_values[i]));
            (pixels[3 * i], pixels[3 * i + 1], pixels[3 * i + 2]) = (color.R, color.G, color.B);
        }
        return RgbImage.Own(Width, Height, pixels);
    }

    private static (int Below, int Above, float Share) Between(int at, int size, int newSize)
    {
        double source = Math.Clamp((at + 0.5) * size / newSize - 0.5, 0, size - 1);
        int below = (int)source;
        return (below, Math.Min(below + 1, size - 1), (float)(source - below));
    }

    // A share of 0 must not let a NaN or infinity next door through.
    private static float Mix(float a, float b, float share) => share == 0 ? a : a + (b - a) * share;
}
