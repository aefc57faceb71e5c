using System.Globalization;
using Salience.Cli.Terminal;
using Salience.Evaluation.Choices;
using Salience.Evaluation.Metrics;

namespace Salience.Cli.Evaluating.Choosing;

/// <summary>A study of choices as tables.</summary>
internal static class ChoicesTables
{
    /// <summary>Prints it.</summary>
    public static void Print(CommandContext context, ChoiceStudy study, bool markdown)
    {
        var (out_, grid) = (context.Out, study.Grid);
        out_.WriteLine($"{grid.Variants.Count} variants of {grid.Method}: {string.Join("; ", grid.Keys.Select(k => $"{k.Name} {string.Join(", ", k.Values)}"))}.");
        foreach (var key in grid.Keys)
        {
            Title(context, $"{key.Name}: mean over all variants with each value, and the share of the variance between variants that it explains");
            MarkdownTable.Write(context, markdown, ["task", "#better", .. key.Values.Select(v => "#" + v), "#share of variance"], study.Tasks.Select(t => Means(t, key, markdown)));
        }

        Title(context, "best and worst variant");
        MarkdownTable.Write(context, markdown, ["task", "best", "#figure", "worst", "#figure "], study.Tasks.Select(t => (IReadOnlyList<string>)[
            t.Name, Words(study, t.Best.Variant), Numbers.Significant(t.Best.Value), Words(study, t.Worst.Variant), Numbers.Significant(t.Worst.Value)]));

        string[] others = [.. study.Tasks.SelectMany(t => t.Others.Keys).Distinct()];
        if (others.Length > 0)
        {
            Title(context, $"place of {grid.Method} among the other methods, from its best to its worst variant, and the share of variants that are better than each of them");
            MarkdownTable.Write(context, markdown, ["task", "#best place", "#median", "#worst", "#of", .. others.Select(o => "#" + o)], study.Tasks.Select(t => Places(t, others)));
        }

        Title(context, "agreement of tasks on which variants are good (Spearman's rank correlation; 1 the same order, −1 the opposite)");
        MarkdownTable.Write(context, markdown, ["#", "task", .. Enumerable.Range(1, study.Tasks.Count).Select(i => $"#{i}")], study.Tasks.Select((t, i) => (IReadOnlyList<string>)[
            Whole(i + 1), t.Name, .. study.Tasks.Select(o => ReferenceEquals(o, t) ? string.Empty : ChoiceStudy.Agreement(t, o).ToString("0.00", CultureInfo.InvariantCulture))]));
    }

    private static IReadOnlyList<string> Means(ChoiceTask task, ChoiceKey key, bool markdown)
    {
        var effect = task.Effects.Single(e => e.Key.Name == key.Name);
        var best = task.Direction == MetricDirection.Higher ? effect.Means.Values.Max() : effect.Means.Values.Min();
        return [task.Name, task.Direction == MetricDirection.Higher ? "higher" : "lower",
            .. key.Values.Select(v => effect.Means[v] == best && markdown ? $"**{Numbers.Significant(best)}**" : Numbers.Significant(effect.Means[v])),
            effect.ShareOfVariance.ToString("0 %", CultureInfo.InvariantCulture)];
    }

    private static IReadOnlyList<string> Places(ChoiceTask task, IReadOnlyList<string> others)
    {
        var ranks = task.Ranks.Order().ToList();
        return [task.Name, Whole(ranks[0]), Whole(ranks[ranks.Count / 2]), Whole(ranks[^1]), Whole(task.Others.Count + 1),
            .. others.Select(o => task.Others.ContainsKey(o) ? task.ShareBetterThan(o).ToString("0 %", CultureInfo.InvariantCulture) : string.Empty)];
    }

    private static string Words(ChoiceStudy study, ChoiceVariant variant) => string.Join(", ", study.Grid.Keys.Select(k => variant.Values[k.Name]));

    private static void Title(CommandContext context, string text) => context.Out.WriteLine($"\n{char.ToUpperInvariant(text[0])}{text[1..]}:\n");

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);
}
