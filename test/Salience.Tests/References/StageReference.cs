using Salience.PostProcessing;

namespace Salience.Tests.References;

/// <summary>The stages up to a term's map, element by element as docs/post-processing.md writes them; one image.</summary>
internal static class StageReference
{
    /// <summary>The map <c>[place]</c> of a term <c>[channel][place]</c>.</summary>
    public static double[] Map(double[][] term, MapComposition composition)
    {
        var signed = term.Select(c => c.Select(v => Sign(v, composition.Sign)).ToArray()).ToArray();
        var all = signed.SelectMany(c => c).ToArray();
        var rescaled = signed.Select(c => composition.Rescale switch
        {
            RescaleRule.PerImage => Unit(c, all, composition.Epsilon),
            RescaleRule.PerChannel => Unit(c, c, composition.Epsilon),
            RescaleRule.Percentile => Cut(c, Percentile(all, composition.Percentile)),
            _ => c,
        }).ToArray();
        var map = Enumerable.Range(0, term[0].Length).Select(p => Aggregate([.. rescaled.Select(c => c[p])], composition.ChannelAggregation)).ToArray();
        return composition.Rescale == RescaleRule.PerMap ? Unit(map, map, composition.Epsilon) : map;
    }

    /// <summary>The percentile of |v|, interpolated between neighbours; the largest where it is 0.</summary>
    public static double Percentile(double[] values, double percentile)
    {
        double[] sorted = [.. values.Select(Math.Abs).Order()];
        var rank = percentile / 100 * (sorted.Length - 1);
        var (below, above) = (sorted[(int)Math.Floor(rank)], sorted[(int)Math.Ceiling(rank)]);
        var found = below + (rank - Math.Floor(rank)) * (above - below);
        return found > 0 ? found : sorted[^1];
    }

    /// <summary><c>min(1, max(−1, v/q))</c>.</summary>
    public static double[] Cut(double[] values, double bound) => [.. values.Select(v => bound == 0 ? 0 : Math.Min(1, Math.Max(-1, v / bound)))];

    /// <summary>Several numbers as one.</summary>
    public static double Aggregate(double[] values, AggregationRule rule) => rule switch
    {
        AggregationRule.Sum => values.Sum(),
        AggregationRule.Mean => values.Sum() / values.Length,
        _ => Math.Sqrt(values.Sum(v => v * v)),
    };

    private static double Sign(double v, SignRule rule) => rule switch
    {
        SignRule.Signed => v,
        SignRule.Absolute => Math.Abs(v),
        SignRule.Positive => v > 0 ? v : 0,
        _ => v < 0 ? -v : 0,
    };

    private static double[] Unit(double[] values, double[] over, double epsilon)
    {
        var (low, range) = (over.Min(), over.Max() - over.Min() + epsilon);
        return [.. values.Select(v => range == 0 ? 0 : (v - low) / range)];
    }
}
