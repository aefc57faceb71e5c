using Salience.Decomposition;
using Salience.Operators;

namespace Salience.Evaluation.Experiments.OutputOrigin;

/// <summary>Shares of the output of one picture, <c>term / f</c>: with all terms they add up to 1.</summary>
/// <param name="account">The account of the output.</param>
/// <param name="image">Index in the batch.</param>
internal sealed class TermShares(Completeness account, int image)
{
    private readonly double _output = account.Outputs[image];

    /// <summary>⟨∇f, x⟩ / f.</summary>
    public double Input => Share(account.InputTerms[image]);

    /// <summary>Biases that are constants of the network.</summary>
    public double Explicit => Share(account.Terms.Where(t => !t.Kind.HasFlag(BiasKind.Implicit)).Sum(t => t.Sums[image]));

    /// <summary>Biases that depend on the picture, wholly or in part.</summary>
    public double Implicit => Share(account.Terms.Where(t => t.Kind.HasFlag(BiasKind.Implicit)).Sum(t => t.Sums[image]));

    /// <summary>Terms without a place on the picture.</summary>
    public double Absent => Share(account.AbsentFromPicture[image]);

    /// <summary>Σ|terms| / |f|.</summary>
    public double Cancellation => _output == 0 ? double.NaN : account.Cancellation(image);

    /// <summary>
    /// For each depth from 0 to 1 the share of the input term and of the bias terms up to it: the k-th of K terms in execution order lies at
    /// depth k / K. Begins with <see cref="Input"/> and ends with the sum of all shares.
    /// </summary>
    /// <param name="depths">The depths.</param>
    public double[] UpTo(IReadOnlyList<double> depths) => [.. depths.Select(d => Share(Sum(d, value => value)))];

    /// <summary>The same for magnitudes, as shares of Σ|terms|: ends with 1.</summary>
    /// <param name="depths">The depths.</param>
    public double[] MagnitudeUpTo(IReadOnlyList<double> depths)
    {
        var all = Sum(1, Math.Abs);
        return [.. depths.Select(d => all == 0 ? double.NaN : Sum(d, Math.Abs) / all)];
    }

    private double Sum(double depth, Func<double, double> size)
    {
        // Products such as 0.15 · 20 may fall just below the whole number that they are.
        var terms = (int)Math.Floor(depth * account.Terms.Count + 1e-9);
        return size(account.InputTerms[image]) + account.Terms.Take(terms).Sum(t => size(t.Sums[image]));
    }

    private double Share(double value) => _output == 0 ? double.NaN : value / _output;
}
