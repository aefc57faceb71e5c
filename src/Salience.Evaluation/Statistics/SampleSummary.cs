namespace Salience.Evaluation.Statistics;

/// <summary>What a sample of figures says: size, mean, median, and how sure the mean is.</summary>
/// <param name="Count">n, number of figures.</param>
/// <param name="Mean">Arithmetic mean.</param>
/// <param name="Median">Middle figure, the mean of the two middle ones where n is even.</param>
/// <param name="Low">Lower end of the 95 % interval of the mean.</param>
/// <param name="High">Upper end.</param>
public sealed record SampleSummary(int Count, double Mean, double Median, double Low, double High)
{
    /// <summary>Resamples unless said otherwise.</summary>
    public const int DefaultResamples = 2000;

    private const double Tail = 0.025;

    /// <summary>Summarises a sample; the interval is the percentile bootstrap of the mean (Efron 1979).</summary>
    /// <param name="values">The figures; at least one, all finite.</param>
    /// <param name="seed">Seed of the resampling: equal values and seed give equal intervals.</param>
    /// <param name="resamples">Number of resamples; at least 1.</param>
    /// <exception cref="ArgumentException">The sample is empty or holds a figure that is not finite.</exception>
    public static SampleSummary Of(IReadOnlyList<double> values, long seed, int resamples = DefaultResamples)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 1);
        if (values.Count == 0)
            throw new ArgumentException("A sample without figures has no mean; give at least one.", nameof(values));
        double[] sample = [.. values];
        if (Array.FindIndex(sample, v => !double.IsFinite(v)) is var odd and >= 0)
            throw new ArgumentException($"Figure {odd} of the sample is {sample[odd]}; all must be finite.", nameof(values));
        return Of(sample, new BootstrapSampler(seed, sample.Length, resamples));
    }

    /// <summary>Summarises finite figures with resamples drawn for their number.</summary>
    internal static SampleSummary Of(double[] values, BootstrapSampler sampler)
    {
        var means = sampler.Means(values);
        Array.Sort(means);
        double[] sorted = [.. values];
        Array.Sort(sorted);
        return new SampleSummary(values.Length, values.Average(), Quantile(sorted, 0.5), Quantile(means, Tail), Quantile(means, 1 - Tail));
    }

    /// <summary>The quantile of sorted figures, interpolated linearly between neighbours (type 7 of Hyndman and Fan 1996).</summary>
    internal static double Quantile(ReadOnlySpan<double> sorted, double share)
    {
        var at = share * (sorted.Length - 1);
        var below = (int)at;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
