using TorchSharp;
using static TorchSharp.torch;

namespace Salience.PostProcessing;

/// <summary>How a map of a layer's resolution is brought to the picture's.</summary>
public enum UpsamplingRule
{
    /// <summary>Bilinear interpolation between the centres of the locations. A map grows by the ratio of the areas, roughly.</summary>
    Bilinear,

    /// <summary>Bilinear interpolation, the outermost locations on the picture's edge (<c>align_corners</c>).</summary>
    BilinearAligned,

    /// <summary>Each pixel gets the value of the location in whose cell its centre lies.</summary>
    Nearest,

    /// <summary>Each location's value is shared out over pixels, in proportion to their bilinear weights: the sum stays what it was.</summary>
    SumPreserving,

    /// <summary>Each location's value is shared out over the receptive field of its node: the sum stays what it was. See <see cref="ReceptiveField"/>.</summary>
    ReceptiveField,
}

/// <summary>The stage that brings maps of all resolutions to the picture's.</summary>
internal static class UpsamplingStage
{
    /// <summary>Brings <c>(N, 1, h, w)</c> to <c>(N, 1, H, W)</c>; all but receptive fields, which need the network.</summary>
    public static Tensor Apply(Tensor map, long height, long width, UpsamplingRule rule) => rule switch
    {
        UpsamplingRule.Bilinear => Bilinear(map, height, width, alignCorners: false),
        UpsamplingRule.BilinearAligned => Bilinear(map, height, width, alignCorners: true),
        UpsamplingRule.Nearest => Nearest(map, height, width),
        UpsamplingRule.SumPreserving => SumPreserving(map, height, width),
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "There is no such upsampling."),
    };

    /// <summary>Bilinear interpolation.</summary>
    /// <param name="map"><c>(N, 1, h, w)</c>.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="alignCorners">Whether the outermost samples lie on the picture's edge; otherwise samples are pixel centres.</param>
    public static Tensor Bilinear(Tensor map, long height, long width, bool alignCorners) =>
        map.shape[2] == height && map.shape[3] == width
            ? map.alias()
            : nn.functional.interpolate(map, [height, width], null, InterpolationMode.Bilinear, alignCorners);

    /// <summary>Pixel i takes location <c>⌊(i + ½)·h/H⌋</c>.</summary>
    private static Tensor Nearest(Tensor map, long height, long width)
    {
        using var scope = NewDisposeScope();
        return map.index_select(2, Positions(map.shape[2], height)).index_select(3, Positions(map.shape[3], width)).MoveToOuterDisposeScope();
    }

    private static Tensor Positions(long from, long to) => tensor(Enumerable.Range(0, (int)to).Select(i => (2L * i + 1) * from / (2 * to)).ToArray());

    /// <summary><c>R_H · m · R_Wᵀ</c>, every column of R adding up to 1. Computed in double: sums of many pixels are to stay exact.</summary>
    private static Tensor SumPreserving(Tensor map, long height, long width)
    {
        if (map.shape[2] == height && map.shape[3] == width)
            return map.alias();
        using var scope = NewDisposeScope();
        var rows = tensor(Shares(map.shape[2], height));
        var columns = tensor(Shares(map.shape[3], width));
        var wide = rows.matmul(map.to_type(ScalarType.Float64).reshape(-1, map.shape[2], map.shape[3])).matmul(columns.t());
        return wide.view(map.shape[0], 1, height, width).to_type(map.dtype).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// <c>R_ij = t_ij / Σ_i t_ij</c>, t the bilinear weight <c>max(0, 1 − |j + ½ − (i + ½)·from/to| / max(1, from/to))</c> of location j at pixel i,
    /// taken as a share of all weights at the pixel. Where the map is finer than the picture the weight is as wide as a pixel, so that no location is lost.
    /// </summary>
    private static double[,] Shares(long from, long to)
    {
        var shares = new double[to, from];
        var (ratio, reach) = ((double)from / to, Math.Max(1, (double)from / to));
        for (var i = 0; i < to; i++)
        {
            var total = 0.0;
            for (var j = 0; j < from; j++)
                total += shares[i, j] = Math.Max(0, 1 - Math.Abs(j + 0.5 - (i + 0.5) * ratio) / reach);
            for (var j = 0; j < from; j++)
                shares[i, j] /= total;
        }

        for (var j = 0; j < from; j++)
        {
            var total = 0.0;
            for (var i = 0; i < to; i++)
                total += shares[i, j];
            for (var i = 0; i < to; i++)
                shares[i, j] /= total;
        }

        return shares;
    }
}
