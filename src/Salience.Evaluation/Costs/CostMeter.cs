using System.Diagnostics;
using Salience.Networks;

namespace Salience.Evaluation.Costs;

/// <summary>Runs work with networks and counts what it takes.</summary>
/// <remarks>
/// Passes are those of the calling thread and exact. Times and memory are those of one run on one machine, beside whatever else runs there. A first
/// call also compiles code, starts threads and finds out what a method needs to know once: call once before, unless that is what is asked.
/// </remarks>
public static class CostMeter
{
    /// <summary>Runs and measures.</summary>
    /// <typeparam name="T">What the work gives.</typeparam>
    /// <param name="work">The work.</param>
    /// <param name="memory">
    /// Whether memory is measured, on Linux. The C library then hands back what it kept for reuse before the work begins, which the work may have to ask
    /// for again: measure the time of short work in a call of its own.
    /// </param>
    /// <returns>What the work gave, which is the caller's, and what it took.</returns>
    public static (T Result, WorkCost Cost) Measure<T>(Func<T> work, bool memory = true)
    {
        ArgumentNullException.ThrowIfNull(work);
        var peak = memory ? MemoryPeak.Start() : null;
        using var meter = PassMeter.Start();
        var watch = Stopwatch.StartNew();
        var result = work();
        var seconds = watch.Elapsed.TotalSeconds;
        return (result, new WorkCost(seconds, meter.Forward, meter.Backward, peak?.Bytes));
    }
}
