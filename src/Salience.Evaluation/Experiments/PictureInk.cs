using Salience.Evaluation.Datasets;
using Salience.Imaging;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments;

/// <summary>Ink and background of pictures: a pixel is ink where any of its channels is not 0.</summary>
internal static class PictureInk
{
    /// <summary>Which pixels are ink.</summary>
    /// <returns>Boolean, <c>(N, 1, H, W)</c>, disposed by the caller.</returns>
    public static Tensor Of(ImageBatch pictures)
    {
        var shape = pictures.Shape;
        var area = shape.Height * shape.Width;
        var ink = new bool[pictures.Count * area];
        for (var n = 0; n < pictures.Count; n++)
        {
            var pixels = pictures.Image(n);
            for (var i = 0; i < pixels.Length; i++)
                ink[n * area + i % area] |= pixels[i] != 0;
        }

        return tensor(ink, [pictures.Count, 1, shape.Height, shape.Width]);
    }

    /// <summary>What a black pixel is for a network, <c>(1, C, 1, 1)</c> in float32.</summary>
    /// <param name="normalization">How pixels become inputs.</param>
    /// <param name="channels">C.</param>
    public static Tensor Background(Normalization normalization, int channels)
    {
        var values = new float[channels];
        new PlaneNormalizer(normalization, channels).Apply(new byte[channels], values, new ImageShape(channels, 1, 1));
        return tensor(values, [1, channels, 1, 1]);
    }
}
