using System.Diagnostics;

namespace Salience.Benchmarks;

/// <summary>Times two actions in turn, A B A B, so that a machine that is busy for a while slows both.</summary>
internal static class PairedTiming
{
    /// <summary>The time of <paramref name="subject"/> divided by that of <paramref name="reference"/>, for each pair.</summary>
    /// <param name="subject">The action that is judged.</param>
    /// <param name="reference">What it is judged by.</param>
    /// <param name="pairs">How often.</param>
    /// <param name="processorTime">Whether the processor time of all threads counts and not the clock on the wall: for machines that others use as well.</param>
    public static Spread Ratio(Action subject, Action reference, int pairs, bool processorTime = false)
    {
        subject();
        reference();
        var ratios = new double[pairs];
        for (var i = 0; i < pairs; i++)
        {
            var below = Seconds(reference, processorTime);
            ratios[i] = Seconds(subject, processorTime) / below;
        }

        return Spread.Of(ratios);
    }

    private static double Seconds(Action action, bool processorTime)
    {
        TimeSpan Now() => processorTime ? Environment.CpuUsage.TotalTime : Stopwatch.GetElapsedTime(0);
        var start = Now();
        action();
        return (Now() - start).TotalSeconds;
    }
}
