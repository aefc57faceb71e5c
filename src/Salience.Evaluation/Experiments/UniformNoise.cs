using Salience.Evaluation.Randomness;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments;

/// <summary>Small random changes of pictures.</summary>
internal static class UniformNoise
{
    /// <summary>Numbers uniform in ± <paramref name="radius"/> times each picture's range of values, other ones for each item and copy.</summary>
    /// <param name="images"><c>(N, C, H, W)</c>.</param>
    /// <param name="radius">Largest change as a share of the picture's range.</param>
    /// <param name="items">Number of each picture.</param>
    /// <param name="seed">Draws the numbers.</param>
    /// <param name="copy">Number of the copy.</param>
    /// <returns>Shaped like the pictures, disposed by the caller.</returns>
    public static Tensor Of(Tensor images, double radius, IReadOnlyList<int> items, long seed, int copy)
    {
        using var scope = NewDisposeScope();
        var range = images.amax([1, 2, 3], keepdim: true) - images.amin([1, 2, 3], keepdim: true);
        var noise = cat([.. items.Select(item =>
        {
            using var generator = new Generator(new RandomStream(seed, item, copy).NextBits() >> 1);
            return rand([1, .. images.shape[1..]], ScalarType.Float32, generator: generator);
        })]);
        return ((noise * 2 - 1).to_type(images.dtype) * range * radius).MoveToOuterDisposeScope();
    }
}
