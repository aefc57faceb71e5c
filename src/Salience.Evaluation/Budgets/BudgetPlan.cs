using System.Globalization;

namespace Salience.Evaluation.Budgets;

/// <summary>How many items of each experiment fit into a time.</summary>
/// <remarks>
/// Every experiment gets an equal share of the time; what one does not need goes to the others. An experiment whose share is not enough for
/// <see cref="FewestItems"/> items is left out.
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
        var shares = new Dictionary<string, BudgetShare>();
        // Those that need least come first, so that what they leave goes to the others.
        var waiting = new Queue<ExperimentCost>(costs.OrderBy(c => c.Seconds(c.Available)));
        while (waiting.TryDequeue(out var cost))
        {
            var share = Share(cost, left / (waiting.Count + 1));
            left -= share.ExpectedSeconds;
            shares[cost.Name] = share;
        }

        return new BudgetPlan(time.TotalSeconds, [.. costs.Select(c => shares[c.Name])]);
    }

    private static BudgetShare Share(ExperimentCost cost, double seconds)
    {
        // Seconds grow with the limit: the largest that fits is found by halving.
        var (low, high) = (0, cost.Available);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = cost.Seconds(middle) <= seconds ? (middle, high) : (low, middle - 1);
        }

        if (low < Math.Min(FewestItems, cost.Available))
            low = 0;
        var text = low == cost.Available ? null
            : low == 0 ? string.Create(CultureInfo.InvariantCulture, $"left out: {Math.Min(FewestItems, cost.Available)} items in each part would take {cost.Seconds(Math.Min(FewestItems, cost.Available)):0} s of {seconds:0} s")
            : string.Create(CultureInfo.InvariantCulture, $"{low} of {cost.Available} items in each part");
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
