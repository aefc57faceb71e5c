using Salience.Evaluation.Randomness;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments;

/// <summary>Small random changes of pictures, other ones for each item and copy, whatever pictures stand beside them.</summary>
internal static class PictureNoise
{
    /// <summary>Numbers uniform in ± <paramref name="radius"/> times each picture's range of values.</summary>
    /// <param name="images"><c>(N, C, H, W)</c>.</param>
    /// <param name="radius">Largest change as a share of the picture's range.</param>
    /// <param name="items">Number of each picture.</param>
    /// <param name="seed">Draws the numbers.</param>
    /// <param name="copy">Number of the copy.</param>
    /// <returns>Shaped like the pictures, disposed by the caller.</returns>
    public static Tensor Uniform(Tensor images, double radius, IReadOnlyList<int> items, long seed, int copy)
    {
        using var scope = NewDisposeScope();
        var noise = Draw(images, items, seed, copy, (shape, generator) => rand(shape, ScalarType.Float32, generator: generator));
        return ((noise * 2 - 1).to_type(images.dtype) * Range(images) * radius).MoveToOuterDisposeScope();
    }

    /// <summary>Normal numbers whose deviation is <paramref name="deviation"/> times each picture's range of values.</summary>
    /// <param name="images"><c>(N, C, H, W)</c>.</param>
    /// <param name="deviation">Deviation as a share of the picture's range.</param>
    /// <param name="items">Number of each picture.</param>
    /// <param name="seed">Draws the numbers.</param>
    /// <param name="copy">Number of the copy.</param>
    /// <returns>Shaped like the pictures, disposed by the caller.</returns>
    public static Tensor Normal(Tensor images, double deviation, IReadOnlyList<int> items, long seed, int copy)
    {
        using var scope = NewDisposeScope();
        var noise = Draw(images, items, seed, copy, (shape, generator) => randn(shape, ScalarType.Float32, generator: generator));
        return (noise.to_type(images.dtype) * (Range(images) * deviation)).MoveToOuterDisposeScope();
    }

    private static Tensor Range(Tensor images) => images.amax([1, 2, 3], keepdim: true) - images.amin([1, 2, 3], keepdim: true);

    private static Tensor Draw(Tensor images, IReadOnlyList<int> items, long seed, int copy, Func<long[], Generator, Tensor> draw) => cat([.. items.Select(item =>
    {
        using var generator = new Generator(new RandomStream(seed, item, copy).NextBits() >> 1);
        return draw([1, .. images.shape[1..]], generator);
    })]);
}
