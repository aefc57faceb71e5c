using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Attribution.Engine;

/// <summary>Separable Gaussian blur of pictures, the kernel cut at four deviations, edges mirrored.</summary>
internal static class GaussianBlur
{
    private const double Reach = 4;

    /// <summary>Blurs each channel of <c>(N, C, H, W)</c>.</summary>
    public static Tensor Apply(Tensor images, double deviation)
    {
        if (images.dim() != 4)
            throw new ArgumentException($"A blur needs pictures (N, C, H, W), not ({string.Join(", ", images.shape)}).");
        using var scope = NewDisposeScope();
        var rows = Matrix(images.shape[2], deviation).to_type(images.dtype);
        var columns = Matrix(images.shape[3], deviation).to_type(images.dtype);
        return images.permute(0, 1, 3, 2).matmul(rows.t()).permute(0, 1, 3, 2).matmul(columns.t()).contiguous().MoveToOuterDisposeScope();
    }

    /// <summary>The blur of a line of <paramref name="size"/> samples as a matrix; its rows add up to 1.</summary>
    private static Tensor Matrix(long size, double deviation)
    {
        var reach = (int)Math.Ceiling(Reach * deviation);
        var kernel = Enumerable.Range(-reach, 2 * reach + 1).Select(d => Math.Exp(-d * d / (2 * deviation * deviation))).ToArray();
        var total = kernel.Sum();
        var matrix = new double[size, size];
        for (var i = 0; i < size; i++)
        {
            for (var d = -reach; d <= reach; d++)
                matrix[i, Mirror(i + d, size)] += kernel[d + reach] / total;
        }

        // In memory of libtorch: products of matrices round differently with the alignment of managed memory, which changes from call to call.
        return tensor(matrix).clone();
    }

    /// <summary>Mirrored at the edges, the outermost sample repeated.</summary>
    private static long Mirror(long i, long size)
    {
        var period = 2 * size;
        var m = ((i % period) + period) % period;
        return m < size ? m : period - 1 - m;
    }
}
