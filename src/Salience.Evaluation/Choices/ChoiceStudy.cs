using Salience.Evaluation.Metrics;
using Salience.Evaluation.Results;
using Salience.Evaluation.Statistics;

namespace Salience.Evaluation.Choices;

/// <summary>Which settings of a method suit which task, and how much the ranking of methods depends on them.</summary>
/// <param name="Grid">The variants.</param>
/// <param name="Tasks">The figures by which they are judged.</param>
public sealed record ChoiceStudy(ChoiceGrid Grid, IReadOnlyList<ChoiceTask> Tasks)
{
    /// <summary>Puts finished runs together.</summary>
    /// <param name="runs">The runs; all hold the same variants.</param>
    /// <param name="method">Name of the method whose settings are studied.</param>
    /// <param name="metrics">Names of the metrics; <see langword="null"/> for all that judge and are one figure an item.</param>
    /// <param name="parts">Names of the parts; <see langword="null"/> for all.</param>
    /// <exception cref="ArgumentException">Runs do not hold the same variants, or nothing is left to judge by; the message says what to do.</exception>
    public static ChoiceStudy Of(IReadOnlyList<RunSummaries> runs, string method, IReadOnlyList<string>? metrics = null, IReadOnlyList<string>? parts = null)
    {
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Count == 0)
            throw new ArgumentException("There is no run; give at least one.", nameof(runs));
        var grid = ChoiceGrid.Of(runs[0].Methods, method);
        var tasks = new List<ChoiceTask>();
        foreach (var run in runs)
        {
            if (grid.Variants.FirstOrDefault(v => !run.Methods.Contains(v.Name)) is { } missing)
                throw new ArgumentException($"{run.Folder}: has no {missing.Name}, which {runs[0].Folder} has; give runs of the same variants.", nameof(runs));
            foreach (var part in run.Parts.Where(p => parts is null || parts.Contains(p.Name)))
            {
                foreach (var metric in run.Metrics.Where(m => m.Axis is null && part.DirectionOf(m) != MetricDirection.Neither && (metrics is null || metrics.Contains(m.Name))))
                {
                    if (Task(run, grid, part, metric) is { } task)
                        tasks.Add(task);
                }
            }
        }

        if (tasks.Count == 0)
            throw new ArgumentException("No metric is left by which all variants can be judged; see the names of metrics and parts.", nameof(metrics));
        return new ChoiceStudy(grid, tasks);
    }

    /// <summary>How far two tasks agree on which variants are good: Spearman's rank correlation over the variants, signs turned so that more is better.</summary>
    /// <param name="first">One task.</param>
    /// <param name="second">The other.</param>
    public static double Agreement(ChoiceTask first, ChoiceTask second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return RankCorrelation.Spearman([.. first.Values.Select(first.Score)], [.. second.Values.Select(second.Score)]);
    }

    private static ChoiceTask? Task(RunSummaries run, ChoiceGrid grid, Experiments.ExperimentPart part, Metric metric)
    {
        double? Mean(string method) => run.Find(part.Name, method, metric.Name) is [{ } summary] ? summary.Mean : null;
        double?[] values = [.. grid.Variants.Select(v => Mean(v.Name))];
        if (values.Contains(null))
            return null;
        var own = grid.Variants.Select(v => v.Name).ToHashSet();
        var others = run.Methods.Where(m => !own.Contains(m) && Mean(m) is not null).ToDictionary(m => m, m => Mean(m)!.Value);
        var name = run.Parts.Count > 1 ? $"{run.Experiment}, {part.Name}, {metric.Name}" : $"{run.Experiment}, {metric.Name}";
        return new ChoiceTask(name, grid, part.DirectionOf(metric), [.. values.Select(v => v!.Value)], others);
    }
}
