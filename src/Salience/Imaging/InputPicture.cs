using Salience.Arrays;
using static TorchSharp.torch;

namespace Salience.Imaging;

/// <summary>Makes a picture of a network's input that did not come from a picture file, such as an array, to paint maps over.</summary>
public static class InputPicture
{
    /// <summary>Shows an input: the least of its values is black and the greatest is full, on one scale for all channels.</summary>
    /// <remarks>
    /// Three channels are shown as red, green and blue, any other number as the grey of their mean. Infinities take the end of the scale,
    /// NaN is black; an input of one value throughout is mid-grey.
    /// </remarks>
    /// <param name="input">(C, H, W) or (1, C, H, W), of any type and device; it stays the caller's.</param>
    /// <exception cref="ArgumentException">The tensor has another shape or is empty.</exception>
    public static RgbImage FromTensor(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        long[] shape = input.shape;
        if (shape.Length is not (3 or 4) || shape.Contains(0) || (shape.Length == 4 && shape[0] != 1))
            throw new ArgumentException($"Expected an input (C, H, W) or (1, C, H, W), got ({string.Join(", ", shape)}). Select one image.", nameof(input));
        int height = (int)shape[^2], width = (int)shape[^1], area = height * width;
        using var scope = NewDisposeScope();
        Tensor planes = input.detach().reshape(-1, height, width).to(ScalarType.Float32);
        float[] values = TensorBytes.ToFloats(planes.shape[0] == 3 ? planes : planes.mean([0], keepdim: true));
        HeatScale scale = HeatScale.Of(new HeatMap(values.Length, 1, values), signed: false);
        var pixels = new byte[3 * area];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = ToByte(scale, values[values.Length == area ? i / 3 : i % 3 * area + i / 3]);
        return RgbImage.Own(width, height, pixels);
    }

    private static byte ToByte(HeatScale scale, float value)
    {
        if (float.IsNaN(value))
            return 0;
        return scale.High > scale.Low ? (byte)Math.Round(255 * scale.Position(value)) : (byte)128;
    }
}
