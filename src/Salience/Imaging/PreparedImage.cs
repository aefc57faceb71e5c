using Salience.Arrays;
using static TorchSharp.torch;

namespace Salience.Imaging;

/// <summary>A network's input made of a picture, with the picture as the network saw it.</summary>
public sealed class PreparedImage
{
    private readonly float[] _values;

    internal PreparedImage(float[] values, int channels, RgbImage picture, SourceRegion region)
    {
        _values = values;
        Channels = channels;
        Picture = picture;
        Region = region;
    }

    /// <summary>C: 3 or 1.</summary>
    public int Channels { get; }

    /// <summary>What the network saw, resized and cropped, not normalised, (H, W): overlays are painted over it.</summary>
    public RgbImage Picture { get; }

    /// <summary>Which part of the original that is.</summary>
    public SourceRegion Region { get; }

    /// <summary>The input, (C, H, W), row-major.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>The input as a fresh float32 tensor (C, H, W) on the CPU; disposed by the caller.</summary>
    public Tensor ToTensor() => TensorBytes.Create(Values, ScalarType.Float32, Channels, Picture.Height, Picture.Width);
}
