using Salience.Evaluation.Choices;
using Salience.Evaluation.Experiments;
using Salience.Evaluation.Metrics;
using Salience.Evaluation.Results;
using Salience.Evaluation.Statistics;

namespace Salience.Tests.Evaluation.Choices;

/// <summary>Studies of settings, against figures that are made of known effects.</summary>
public sealed class ChoiceStudyTests
{
    private static readonly Metric Gain = new("gain", string.Empty, MetricDirection.Higher, "d", "s", "c");
    private static readonly Metric Loss = new("loss", string.Empty, MetricDirection.Lower, "d", "s", "c");

    private static readonly Dictionary<string, double> Effect = new() { ["signed"] = 3, ["absolute"] = -3, ["none"] = 1, ["per-image"] = 0, ["per-channel"] = -1 };

    [Fact]
    public void Effects_of_settings_add_up_to_the_variance_where_they_only_add()
    {
        var study = ChoiceStudy.Of([Run([Gain], Value)], "m");

        var task = Assert.Single(study.Tasks);
        Assert.Equal("toy, gain", task.Name);
        Assert.Equal(["sign", "rescale"], study.Grid.Keys.Select(k => k.Name));
        var (sign, rescale) = (task.Effects[0], task.Effects[1]);
        Assert.Equal((13, 7), (sign.Means["signed"], sign.Means["absolute"]));
        Assert.Equal((11, 10, 9), (rescale.Means["none"], rescale.Means["per-image"], rescale.Means["per-channel"]));
        // Variances of the two effects are 9 and 2/3.
        Assert.Equal(9 / (9 + 2.0 / 3), sign.ShareOfVariance, 1e-12);
        Assert.Equal(1, sign.ShareOfVariance + rescale.ShareOfVariance, 1e-12);
        Assert.Equal(("m:sign=signed,rescale=none", 14), (task.Best.Variant.Name, task.Best.Value));
        Assert.Equal(("m:sign=absolute,rescale=per-channel", 6), (task.Worst.Variant.Name, task.Worst.Value));
    }

    [Fact]
    public void What_two_settings_do_only_together_is_the_effect_of_neither()
    {
        // The exclusive or: every mean is the same.
        var study = ChoiceStudy.Of([Run([Gain], (s, r) => (s == "signed") == (r == "none") ? 1 : 0, ["none", "per-image"])], "m");

        Assert.All(study.Tasks[0].Effects, e => Assert.Equal(0, e.ShareOfVariance, 1e-12));
    }

    [Fact]
    public void Places_count_the_other_methods_that_are_better_in_the_direction_of_the_metric()
    {
        var study = ChoiceStudy.Of([Run([Gain, Loss], Value)], "m");

        // Variants: 14 13 12, 8 7 6; others: 10 and 12.5.
        Assert.Equal([1, 1, 2, 3, 3, 3], study.Tasks[0].Ranks);
        Assert.Equal((0.5, 2 / 6.0), (study.Tasks[0].ShareBetterThan("ten"), study.Tasks[0].ShareBetterThan("other:twelve=1")));
        Assert.Equal([3, 3, 2, 1, 1, 1], study.Tasks[1].Ranks);
        Assert.Equal("m:sign=absolute,rescale=per-channel", study.Tasks[1].Best.Variant.Name);
        Assert.Equal(-1, ChoiceStudy.Agreement(study.Tasks[0], study.Tasks[1]), 1e-12);
    }

    [Fact]
    public void A_turned_part_turns_the_direction_and_names_of_parts_and_metrics_choose()
    {
        ExperimentPart[] parts = [new("least", "least"), new("most", "most", Reversed: true)];
        var study = ChoiceStudy.Of([Run([Gain, Loss], Value, parts: parts)], "m", metrics: ["loss"]);

        Assert.Equal(["toy, least, loss", "toy, most, loss"], study.Tasks.Select(t => t.Name));
        Assert.Equal([MetricDirection.Lower, MetricDirection.Higher], study.Tasks.Select(t => t.Direction));
        Assert.Equal("toy, most, gain", Assert.Single(ChoiceStudy.Of([Run([Gain, Loss], Value, parts: parts)], "m", ["gain"], ["most"]).Tasks).Name);
    }

    [Fact]
    public void Missing_combinations_other_variants_and_nothing_to_judge_by_are_told()
    {
        Assert.Contains("no two variants of n", Assert.Throws<ArgumentException>(() => ChoiceStudy.Of([Run([Gain], Value)], "n")).Message, StringComparison.Ordinal);
        Assert.Contains("Of 4 combinations of a, b only 3", Assert.Throws<ArgumentException>(() => ChoiceGrid.Of(["m:a=1,b=1", "m:a=1,b=2", "m:a=2,b=1", "m:c=5"], "m")).Message, StringComparison.Ordinal);
        Assert.Contains("has no m:sign=signed,rescale=per-channel", Assert.Throws<ArgumentException>(() => ChoiceStudy.Of([Run([Gain], Value), Run([Gain], Value, ["none", "per-image"])], "m")).Message, StringComparison.Ordinal);
        Assert.Contains("No metric is left", Assert.Throws<ArgumentException>(() => ChoiceStudy.Of([Run([Gain], Value)], "m", ["size"])).Message, StringComparison.Ordinal);
    }

    private static double Value(string sign, string rescale) => 10 + Effect[sign] + Effect[rescale];

    private static RunSummaries Run(Metric[] metrics, Func<string, string, double> value, string[]? rescales = null, ExperimentPart[]? parts = null)
    {
        rescales ??= ["none", "per-image", "per-channel"];
        var figures = new Dictionary<string, double> { ["ten"] = 10, ["other:twelve=1"] = 12.5 };
        foreach (var sign in new[] { "signed", "absolute" })
        {
            foreach (var rescale in rescales)
                figures[$"m:sign={sign},rescale={rescale}"] = value(sign, rescale);
        }

        parts ??= [ExperimentPart.All];
        return new RunSummaries("folder", "toy", metrics, parts, [.. figures.Keys], [
            .. from part in parts
               from metric in metrics
               from figure in figures
               select new PointSummaries(part.Name, figure.Key, metric.Name, [new SampleSummary(5, figure.Value, 0, 0, 0)]),
        ]);
    }
}
