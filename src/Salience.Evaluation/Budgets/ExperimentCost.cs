using System.Diagnostics;
using Salience.Evaluation.Experiments;
using Salience.Evaluation.Maps;
using Salience.Evaluation.Runs;
using Salience.Evaluation.Subjects;

namespace Salience.Evaluation.Budgets;

/// <summary>What an experiment costs: for each part the items there are and the seconds that one takes with all methods.</summary>
/// <param name="Name">The experiment.</param>
/// <param name="Parts">Its parts.</param>
public sealed record ExperimentCost(string Name, IReadOnlyList<PartCost> Parts)
{
    private const int ProbedItems = 2;

    /// <summary>Most items in a part.</summary>
    public int Available => Parts.Max(p => p.Available);

    /// <summary>Seconds that the experiment takes with at most so many items in a part.</summary>
    /// <param name="limit">Most items.</param>
    public double Seconds(int limit) => Parts.Sum(p => p.SecondsPerItem * Math.Min(limit, p.Available));

    /// <summary>Measures some items of every part with every method; what is not reached in time is judged by what is.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="subject">What it is done on.</param>
    /// <param name="methods">The methods.</param>
    /// <param name="settings">The limit counts as the number of items there are.</param>
    /// <param name="time">How long measuring may take.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="ArgumentException">The experiment cannot be done so, or it trains: that takes a time which no probe can tell without training.</exception>
    public static ExperimentCost Measure(
        Experiment experiment, EvaluationSubject subject, IReadOnlyList<MapSource> methods, RunSettings settings, TimeSpan time, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(settings);
        RunChecks.Require(experiment, subject, methods);
        if (experiment.Description.Needs.HasFlag(ExperimentNeeds.Training))
            throw new ArgumentException($"The experiment {experiment.Description.Name} trains networks, which takes as long for few pictures as for many; give a number of pictures instead of a time.", nameof(experiment));
        var (total, watch) = (Stopwatch.StartNew(), new Stopwatch());
        var all = RunPlan.Of(experiment, subject, methods, settings);
        var options = new CellOptions(settings.Seed, settings.Batch, cancellation);
        // The first pass warms up: methods prepare themselves, code is compiled. Where it already takes all the time, it counts.
        Dictionary<string, (double Seconds, int Items, int Cells)> found = [];
        foreach (var limit in new[] { 1, ProbedItems })
        {
            var plan = RunPlan.Of(experiment, subject, methods, settings with { Limit = limit, Chunk = limit });
            var pass = new Dictionary<string, (double Seconds, int Items, int Cells)>();
            using var bench = new CellBench(subject, options);
            foreach (var cell in plan.Cells.TakeWhile(_ => pass.Count == 0 || total.Elapsed < time))
            {
                watch.Restart();
                bench.Measure(experiment, cell);
                var known = pass.GetValueOrDefault(cell.Part.Name);
                pass[cell.Part.Name] = (known.Seconds + watch.Elapsed.TotalSeconds, cell.Items.Length, known.Cells + 1);
            }

            if (pass.Values.Sum(p => p.Cells) >= found.Values.Sum(p => p.Cells))
                found = pass;
        }

        var perCell = all.Cells.Select(c => c.MethodName).Distinct().Count();
        var mean = found.Values.Average(p => p.Seconds / p.Items / p.Cells);
        return new ExperimentCost(experiment.Description.Name, [.. all.Parts.Zip(all.Items, (part, items) => new PartCost(
            part.Name, items.Count, perCell * (found.TryGetValue(part.Name, out var own) ? own.Seconds / own.Items / own.Cells : mean)))]);
    }
}

/// <summary>What a part costs.</summary>
/// <param name="Name">The part.</param>
/// <param name="Available">Items there are.</param>
/// <param name="SecondsPerItem">Seconds for one item with all methods.</param>
public sealed record PartCost(string Name, int Available, double SecondsPerItem);
