using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments.DigitFlipping;

/// <summary>Turns a picture of one class into another by erasing the pixels that a method says speak for the first and against the second.</summary>
/// <remarks>
/// With d = S_from − S_to for the maps of the two classes, the pixels with <c>d &gt; max(0, d₍ₘ₊₁₎)</c> are erased, d₍ₘ₊₁₎ the value after the m
/// largest: at most m pixels, only those with a positive difference, none of those that tie with the first left out. What counts is how far the
/// log-odds fall, <c>(z_from − z_to)(x) − (z_from − z_to)(x′)</c>. Source: Shrikumar et al. 2017, section 4.1, with the details of the authors'
/// notebook.
/// </remarks>
public static class DigitFlip
{
    /// <summary>Pixels that the authors erase at most: 20 % of 28 × 28.</summary>
    public const int DefaultPixels = 157;

    /// <summary>Which pixels are erased.</summary>
    /// <param name="from">Maps of the class that the pictures show, <c>(N, 1, H, W)</c>.</param>
    /// <param name="to">Maps of the class that they shall turn into, of the same shape.</param>
    /// <param name="pixels">m, erased at most; from 1 to H·W − 1.</param>
    /// <returns>Boolean, <c>(N, 1, H, W)</c>, disposed by the caller.</returns>
    /// <exception cref="ArgumentException">The shapes differ, or a map is not finite.</exception>
    public static Tensor Erased(Tensor from, Tensor to, int pixels = DefaultPixels)
    {
        MapSimilarity.MapShapes.RequirePair(from, to);
        var places = from.shape[2] * from.shape[3];
        if (pixels < 1 || pixels >= places)
            throw new ArgumentOutOfRangeException(nameof(pixels), pixels, $"Maps of {from.shape[2]}×{from.shape[3]} allow 1 to {places - 1} erased pixels.");
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var difference = (from.detach() - to.detach()).to_type(ScalarType.Float64).view(from.shape[0], -1);
        if (!difference.isfinite().all().ToBoolean())
            throw new ArgumentException("A map holds values that are not finite.", nameof(from));
        var threshold = difference.topk(pixels + 1, 1).values.narrow(1, pixels, 1).clamp_min(0);
        return difference.gt(threshold).view(from.shape).MoveToOuterDisposeScope();
    }

    /// <summary>The pictures with the erased pixels set to a value in all channels.</summary>
    /// <param name="images"><c>(N, C, H, W)</c>.</param>
    /// <param name="erased">Boolean, <c>(N, 1, H, W)</c>.</param>
    /// <param name="fill">What an erased pixel becomes: the background.</param>
    /// <returns>Fresh, disposed by the caller.</returns>
    public static Tensor Apply(Tensor images, Tensor erased, double fill = 0)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(erased);
        return images.masked_fill(erased, fill);
    }

    /// <summary>z_from − z_to of each picture.</summary>
    /// <param name="logits"><c>(N, K)</c>.</param>
    /// <param name="from">The class that the pictures show.</param>
    /// <param name="to">The class that they shall turn into.</param>
    public static IReadOnlyList<double> LogOdds(Tensor logits, int from, int to)
    {
        ArgumentNullException.ThrowIfNull(logits);
        using var scope = NewDisposeScope();
        var z = logits.detach().to_type(ScalarType.Float64);
        return (z.select(1, from) - z.select(1, to)).contiguous().data<double>().ToArray();
    }
}
