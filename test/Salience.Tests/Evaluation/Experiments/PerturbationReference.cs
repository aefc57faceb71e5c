using Salience.Evaluation.Datasets;
using Salience.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Experiments;

/// <summary>Pixel perturbation by the letter: one picture, one share, one pixel at a time.</summary>
internal static class PerturbationReference
{
    /// <summary>The output for a picture <c>(C, H, W)</c> whose least (or most) salient pixels were replaced one after the other.</summary>
    /// <param name="network">The network.</param>
    /// <param name="image">The picture.</param>
    /// <param name="map">A value for each pixel, all different.</param>
    /// <param name="count">How many pixels.</param>
    /// <param name="most">Whether the most salient go first.</param>
    /// <param name="value">What stands in channel c of the pixel (y, x) afterwards.</param>
    public static double[] Outputs(Network network, Tensor image, double[] map, int count, bool most, Func<int, int, int, double> value)
    {
        using var scope = NewDisposeScope();
        var (perturbed, width) = (image.clone(), (int)image.shape[2]);
        var order = Enumerable.Range(0, map.Length).OrderBy(p => most ? -map[p] : map[p]).Take(count);
        foreach (var p in order)
        {
            for (var c = 0; c < image.shape[0]; c++)
                perturbed[c, p / width, p % width] = value(c, p / width, p % width);
        }

        return network.Run(perturbed.unsqueeze(0)).flatten().data<double>().ToArray();
    }

    /// <summary>The level of a pixel as input of a network.</summary>
    public static double Black(Salience.Imaging.Normalization normalization, int channel)
    {
        var values = new float[3];
        new PlaneNormalizer(normalization, 3).Apply([0, 0, 0], values, new ImageShape(3, 1, 1));
        return values[channel];
    }
}
