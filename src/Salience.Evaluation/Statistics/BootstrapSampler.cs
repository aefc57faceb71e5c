using Salience.Evaluation.Randomness;

namespace Salience.Evaluation.Statistics;

/// <summary>The resamples of a bootstrap: which figures of a sample of n each one takes. Samples of one size share them.</summary>
internal sealed class BootstrapSampler
{
    private readonly int[] _taken;
    private readonly int _count;

    /// <summary>Draws the resamples.</summary>
    /// <param name="seed">Equal seeds give equal resamples.</param>
    /// <param name="count">n.</param>
    /// <param name="resamples">Number of resamples.</param>
    public BootstrapSampler(long seed, int count, int resamples)
    {
        var random = new RandomStream(seed);
        (_count, _taken) = (count, new int[checked(count * resamples)]);
        foreach (ref var taken in _taken.AsSpan())
            taken = random.Next(count);
    }

    /// <summary>The mean of each resample of a sample of n figures.</summary>
    public double[] Means(ReadOnlySpan<double> sample)
    {
        var means = new double[_taken.Length / _count];
        for (var r = 0; r < means.Length; r++)
        {
            var sum = 0.0;
            foreach (var taken in _taken.AsSpan(r * _count, _count))
                sum += sample[taken];
            means[r] = sum / _count;
        }

        return means;
    }
}
