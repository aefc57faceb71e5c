using System.Globalization;

namespace Salience.Evaluation.Budgets;

/// <summary>How many items of each experiment fit into a time.</summary>
/// <remarks>
/// As many experiments as fit get <see cref="FewestItems"/> items, those that need least for it first; the rest are left out. What is left of the time is shared
/// equally between those that take part; what one does not need goes to the others.
/// </remarks>
/// <param name="Seconds">The time.</param>
/// <param name="Shares">What each experiment gets.</param>
public sealed record BudgetPlan(double Seconds, IReadOnlyList<BudgetShare> Shares)
{
    /// <summary>Fewer items than this say nothing.</summary>
    public const int FewestItems = 5;

    /// <summary>Share of the time that is kept for probes, plots and reports.</summary>
    public const double Reserve = 0.15;

    /// <summary>Divides a time.</summary>
    /// <param name="time">The time.</param>
    /// <param name="costs">What each experiment costs.</param>
    public static BudgetPlan Of(TimeSpan time, IReadOnlyList<ExperimentCost> costs)
    {
        ArgumentNullException.ThrowIfNull(costs);
        var left = time.TotalSeconds * (1 - Reserve);
        var (shares, within, needed) = (new Dictionary<string, BudgetShare>(), new List<ExperimentCost>(), 0.0);
        foreach (var cost in costs.OrderBy(Least))
        {
            needed += Least(cost);
            if (needed <= left)
                within.Add(cost);
            else
                shares[cost.Name] = new BudgetShare(cost.Name, 0, cost.Available, 0, LeftOut(cost, needed / (1 - Reserve)));
        }

        left -= within.Sum(Least);
        // Those that need least beyond come first, so that what they leave goes to the others.
        var waiting = new Queue<ExperimentCost>(within.OrderBy(c => c.Seconds(c.Available) - Least(c)));
        while (waiting.TryDequeue(out var cost))
        {
            var share = Share(cost, Least(cost) + left / (waiting.Count + 1));
            left -= share.ExpectedSeconds - Least(cost);
            shares[cost.Name] = share;
        }

        return new BudgetPlan(time.TotalSeconds, [.. costs.Select(c => shares[c.Name])]);
    }

    private static int Fewest(ExperimentCost cost) => Math.Min(FewestItems, cost.Available);

    private static double Least(ExperimentCost cost) => cost.Seconds(Fewest(cost));

    private static string LeftOut(ExperimentCost cost, double budget) => string.Create(
        CultureInfo.InvariantCulture, $"left out: {Fewest(cost)} items in each part would take {Least(cost):0} s; --budget {Math.Max(1, Math.Ceiling(budget / 60)):0}m has room for them");

    private static BudgetShare Share(ExperimentCost cost, double seconds)
    {
        // Seconds grow with the limit: the largest that fits is found by halving. Its own least fits, but for rounding.
        var (low, high) = (Fewest(cost), cost.Available);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = cost.Seconds(middle) <= seconds ? (middle, high) : (low, middle - 1);
        }

        var text = low == cost.Available ? null : string.Create(CultureInfo.InvariantCulture, $"{low} of {cost.Available} items in each part");
        return new BudgetShare(cost.Name, low, cost.Available, cost.Seconds(low), text);
    }
}

/// <summary>What an experiment gets.</summary>
/// <param name="Name">The experiment.</param>
/// <param name="Limit">Most items in a part; 0 where it is left out.</param>
/// <param name="Available">Items there are.</param>
/// <param name="ExpectedSeconds">How long it should take.</param>
/// <param name="Cut">What is cut, in words; <see langword="null"/> where nothing is.</param>
public sealed record BudgetShare(string Name, int Limit, int Available, double ExpectedSeconds, string? Cut);
