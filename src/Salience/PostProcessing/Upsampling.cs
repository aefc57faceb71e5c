using TorchSharp;
using static TorchSharp.torch;

namespace Salience.PostProcessing;

/// <summary>Brings maps of all resolutions to the picture's.</summary>
internal static class Upsampling
{
    /// <summary>Bilinear interpolation of <c>(N, 1, h, w)</c> to <c>(N, 1, H, W)</c>.</summary>
    /// <param name="map">The map.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="alignCorners">Whether the outermost samples lie on the picture's edge; otherwise samples are pixel centres.</param>
    public static Tensor Bilinear(Tensor map, long height, long width, bool alignCorners) =>
        map.shape[2] == height && map.shape[3] == width
            ? map.alias()
            : nn.functional.interpolate(map, [height, width], null, InterpolationMode.Bilinear, alignCorners);
}
