namespace Salience.Benchmarks;

/// <summary>Repeated measurements in short.</summary>
/// <param name="Median">The middle one.</param>
/// <param name="Low">The first quartile.</param>
/// <param name="High">The third quartile.</param>
internal readonly record struct Spread(double Median, double Low, double High)
{
    /// <summary>Quartiles by linear interpolation between neighbours.</summary>
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return new Spread(At(sorted, 0.5), At(sorted, 0.25), At(sorted, 0.75));
    }

    private static double At(double[] sorted, double quantile)
    {
        var position = quantile * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
