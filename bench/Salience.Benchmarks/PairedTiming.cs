using System.Diagnostics;

namespace Salience.Benchmarks;

/// <summary>Times two actions in turn, A B A B, so that a machine that is busy for a while slows both.</summary>
internal static class PairedTiming
{
    /// <summary>The time of <paramref name="subject"/> divided by that of <paramref name="reference"/>, for each pair.</summary>
    public static Spread Ratio(Action subject, Action reference, int pairs)
    {
        subject();
        reference();
        var ratios = new double[pairs];
        for (var i = 0; i < pairs; i++)
        {
            var below = Seconds(reference);
            ratios[i] = Seconds(subject) / below;
        }

        return Spread.Of(ratios);
    }

    private static double Seconds(Action action)
    {
        var watch = Stopwatch.StartNew();
        action();
        return watch.Elapsed.TotalSeconds;
    }
}
