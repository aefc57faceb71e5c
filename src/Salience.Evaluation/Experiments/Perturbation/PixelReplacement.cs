using Salience.Attribution.Engine;
using Salience.Evaluation.Datasets;
using Salience.Evaluation.Randomness;
using Salience.Evaluation.Subjects;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments.Perturbation;

/// <summary>What takes the place of a removed pixel, all its channels together.</summary>
internal enum PixelReplacement
{
    /// <summary>0 in the network's input: the mean colour of the data where the normalisation subtracts it.</summary>
    Zero,

    /// <summary>Black.</summary>
    Black,

    /// <summary>The mean colour of the picture.</summary>
    Mean,

    /// <summary>The blurred picture.</summary>
    Blur,

    /// <summary>Noisy linear imputation from the neighbours (ROAD, Rong et al. 2022).</summary>
    Road,
}

/// <summary>The values that replace pixels.</summary>
internal static class PixelReplacements
{
    /// <summary>Names with what they are.</summary>
    public static string InWords(this PixelReplacement replacement) => replacement switch
    {
        PixelReplacement.Zero => "zero",
        PixelReplacement.Black => "black",
        PixelReplacement.Mean => "the picture's mean colour",
        PixelReplacement.Blur => "the blurred picture",
        _ => "noisy linear imputation",
    };

    /// <summary>Values for pictures where they do not depend on which pixels are removed.</summary>
    /// <param name="replacement">Any but <see cref="PixelReplacement.Road"/>.</param>
    /// <param name="images"><c>(N, C, H, W)</c>.</param>
    /// <param name="data">How pixels became inputs.</param>
    /// <param name="blur">Deviation of the blur in pixels.</param>
    /// <returns><c>(N, C, H, W)</c> or one value a channel, <c>(N, C, 1, 1)</c>.</returns>
    public static Tensor Fixed(PixelReplacement replacement, Tensor images, EvaluationData data, double blur)
    {
        using var scope = NewDisposeScope();
        var (count, channels) = (images.shape[0], images.shape[1]);
        var fill = replacement switch
        {
            PixelReplacement.Zero => zeros([count, channels, 1, 1], images.dtype),
            PixelReplacement.Black => Level(0, data, images.dtype).expand(count, channels, 1, 1).contiguous(),
            PixelReplacement.Mean => images.mean([2, 3], keepdim: true),
            PixelReplacement.Blur => GaussianBlur.Apply(images, blur),
            _ => throw new ArgumentOutOfRangeException(nameof(replacement), replacement, "What replaces a pixel depends on the others that are removed."),
        };
        return fill.MoveToOuterDisposeScope();
    }

    /// <summary>Normal noise for pictures, its deviation a share of the way from black to white.</summary>
    /// <returns><c>(N, C, H, W)</c>.</returns>
    public static Tensor Noise(Tensor images, IReadOnlyList<int> items, EvaluationData data, double deviation, long seed)
    {
        using var scope = NewDisposeScope();
        var range = (Level(255, data, images.dtype) - Level(0, data, images.dtype)).squeeze(0);
        var noise = new List<Tensor>();
        foreach (var item in items)
        {
            using var generator = new Generator(new RandomStream(seed, item, 1).NextBits() >> 1);
            noise.Add(randn(images.shape[1..], ScalarType.Float32, generator: generator).to_type(images.dtype) * range * deviation);
        }

        return stack(noise).MoveToOuterDisposeScope();
    }

    /// <summary>A level of all channels as input of the network, <c>(1, C, 1, 1)</c>.</summary>
    private static Tensor Level(byte level, EvaluationData data, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var shape = new ImageShape(data.Images.Shape.Channels, 1, 1);
        var values = new float[shape.Channels];
        new PlaneNormalizer(data.Normalization, shape.Channels).Apply([.. Enumerable.Repeat(level, shape.Channels)], values, shape);
        return tensor(values).to_type(type).reshape(1, -1, 1, 1).MoveToOuterDisposeScope();
    }
}
