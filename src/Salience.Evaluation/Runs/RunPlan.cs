using Salience.Evaluation.Experiments;
using Salience.Evaluation.Maps;
using Salience.Evaluation.Subjects;
using Salience.Naming;

namespace Salience.Evaluation.Runs;

/// <summary>The cells of a run in the order in which they are measured, which depends on nothing but settings and data.</summary>
/// <remarks>Cells that share a chunk stand together, and among them those of one method, so that pictures and maps are computed once for all parts.</remarks>
internal sealed class RunPlan
{
    private RunPlan(IReadOnlyList<ExperimentPart> parts, IReadOnlyList<IReadOnlyList<int>> items, IReadOnlyList<PlannedCell> cells) =>
        (Parts, Items, Cells) = (parts, items, cells);

    /// <summary>The conditions that have items.</summary>
    public IReadOnlyList<ExperimentPart> Parts { get; }

    /// <summary>The items of each part.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Items { get; }

    /// <summary>The cells.</summary>
    public IReadOnlyList<PlannedCell> Cells { get; }

    /// <summary>All items of all parts, ascending.</summary>
    public IReadOnlyList<int> AllItems => [.. Items.SelectMany(i => i).Distinct().Order()];

    /// <summary>Plans a run.</summary>
    /// <exception cref="ArgumentException">No part has an item, or a part is named that does not exist.</exception>
    public static RunPlan Of(Experiment experiment, EvaluationSubject subject, IReadOnlyList<MapSource> methods, RunSettings settings)
    {
        var (limit, chunk) = (settings.Limit, settings.Chunk);
        var parts = Chosen(experiment, subject, settings).Select(part => (Part: part, Items: experiment.Items(subject, part, limit))).Where(p => p.Items.Count > 0).ToList();
        if (parts.Count == 0)
            throw new ArgumentException($"The experiment {experiment.Description.Name} finds nothing to measure in the data; give other data.");
        IReadOnlyList<MapSource?> sources = experiment.Description.Needs.HasFlag(ExperimentNeeds.Methods) ? [.. methods] : [null];
        if (sources.Count == 0)
            throw new ArgumentException("There is no method to judge; give at least one.", nameof(methods));
        var cells = new List<PlannedCell>();
        foreach (var group in parts.GroupBy(p => p.Items, ItemsComparer.Instance))
        {
            foreach (var items in group.Key.Chunk(chunk))
            {
                foreach (var method in sources)
                {
                    foreach (var (part, _) in group)
                        cells.Add(new PlannedCell(cells.Count, part, method, items));
                }
            }
        }

        return new RunPlan([.. parts.Select(p => p.Part)], [.. parts.Select(p => p.Items)], cells);
    }

    private static IEnumerable<ExperimentPart> Chosen(Experiment experiment, EvaluationSubject subject, RunSettings settings)
    {
        var all = experiment.Parts(subject);
        if (settings.Parts is not { } names)
            return all;
        var known = all.Select(p => p.Name).ToList();
        if (names.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            throw new ArgumentException(
                $"The experiment {experiment.Description.Name} has no part '{unknown}'{(Suggestion.Nearest(unknown, known) is { } near ? $"; did you mean '{near}'" : string.Empty)}. Parts: {string.Join(", ", known)}.", nameof(settings));
        }

        return all.Where(p => names.Contains(p.Name));
    }

    private sealed class ItemsComparer : IEqualityComparer<IReadOnlyList<int>>
    {
        public static ItemsComparer Instance { get; } = new();

        public bool Equals(IReadOnlyList<int>? x, IReadOnlyList<int>? y) => x!.SequenceEqual(y!);

        public int GetHashCode(IReadOnlyList<int> obj) => HashCode.Combine(obj.Count, obj[0], obj[^1]);
    }
}

/// <summary>A cell of a plan.</summary>
/// <param name="Number">Its place in the plan, from 0.</param>
/// <param name="Part">The condition.</param>
/// <param name="Method">The method; <see langword="null"/> where the experiment compares none.</param>
/// <param name="Items">Numbers of the items; equal objects for cells that share a chunk.</param>
internal sealed record PlannedCell(int Number, ExperimentPart Part, MapSource? Method, int[] Items)
{
    /// <summary>The method's name in records.</summary>
    public string MethodName => Method?.Name ?? NoMethod;

    /// <summary>What stands for the method where none is compared.</summary>
    public const string NoMethod = "network";
}
