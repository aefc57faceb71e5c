using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments.Perturbation;

/// <summary>How much fine detail pictures have, on the mean of their channels.</summary>
internal static class HighFrequency
{
    /// <summary>Frequencies above this count as high, in cycles a pixel: half of the highest a row or column can have.</summary>
    public const double Threshold = 0.25;

    /// <summary>Mean square of the discrete Laplacian <c>4 x_p − Σ x_q</c> (q the four direct neighbours) over the pixels that have all four.</summary>
    /// <param name="images"><c>(N, C, H, W)</c>.</param>
    /// <returns><c>(N)</c>.</returns>
    public static Tensor Laplacian(Tensor images)
    {
        using var scope = NewDisposeScope();
        var grey = images.mean([1]);
        var inner = grey[.., 1..^1, 1..^1] * 4 - grey[.., ..^2, 1..^1] - grey[.., 2.., 1..^1] - grey[.., 1..^1, ..^2] - grey[.., 1..^1, 2..];
        return inner.square().mean([1, 2]).MoveToOuterDisposeScope();
    }

    /// <summary>Spectral energy at frequencies above <see cref="Threshold"/>: <c>Σ |F|² / (H·W)²</c>, the mean square of what is left after a sharp high-pass.</summary>
    /// <param name="images"><c>(N, C, H, W)</c>.</param>
    /// <returns><c>(N)</c>.</returns>
    public static Tensor Spectral(Tensor images)
    {
        using var scope = NewDisposeScope();
        var (height, width) = (images.shape[2], images.shape[3]);
        var spectrum = fft.rfft2(images.mean([1])).abs().square();
        var (rows, columns) = (fft.fftfreq(height).to_type(images.dtype).unsqueeze(1), fft.rfftfreq(width).to_type(images.dtype));
        // The half of the spectrum that is not computed mirrors the other; its own mirror axes count once.
        var mirrored = full_like(columns, 2);
        mirrored[0] = 1;
        if (width % 2 == 0)
            mirrored[^1] = 1;
        var weight = (rows.square() + columns.square() > Threshold * Threshold).to_type(images.dtype) * mirrored;
        return ((spectrum * weight).sum([1, 2]) / ((double)height * width * height * width)).MoveToOuterDisposeScope();
    }
}
