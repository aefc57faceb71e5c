using Salience.Evaluation.Experiments;
using Salience.Evaluation.Maps;
using Salience.Evaluation.Metrics;
using Salience.Evaluation.Runs;
using Salience.Evaluation.Statistics;
using Salience.Evaluation.Subjects;

namespace Salience.Evaluation.Results;

/// <summary>Puts finished cells together.</summary>
internal static class ResultBuilder
{
    /// <summary>The result of a run.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="subject">What it was done on.</param>
    /// <param name="methods">The methods.</param>
    /// <param name="plan">The cells.</param>
    /// <param name="settings">How much was measured.</param>
    /// <param name="read">Gives the figures of a cell.</param>
    public static ExperimentResult Build(
        Experiment experiment, EvaluationSubject subject, IReadOnlyList<MapSource> methods, RunPlan plan, RunSettings settings,
        Func<PlannedCell, IReadOnlyDictionary<string, double[]>> read)
    {
        var columns = Columns(experiment, plan, read);
        var samplers = new SamplerCache(settings.Seed);
        var figures = columns.AsParallel().AsOrdered().Select(c => c with { Summaries = Summaries(c, samplers) }).ToList();
        return new ExperimentResult(
            experiment.Description,
            experiment.Settings,
            new ResultSubject(
                subject.HasModel ? subject.Model.Name : null,
                subject.HasModel ? subject.Model.Sha256 : null,
                subject.HasData ? subject.Data.Images.Name : null,
                subject.HasData ? subject.Data.Normalization.Name : null),
            settings,
            experiment.Metrics,
            plan.Parts,
            experiment.Description.Needs.HasFlag(ExperimentNeeds.Methods)
                ? [.. methods.Select(m => new ResultMethod(m.Name, m.Formula, m.Source, m.Settings))]
                : [new ResultMethod(PlannedCell.NoMethod, "the network itself", string.Empty, new Dictionary<string, string>())],
            figures,
            Compare(experiment.Metrics, figures));
    }

    private static List<MetricFigures> Columns(Experiment experiment, RunPlan plan, Func<PlannedCell, IReadOnlyDictionary<string, double[]>> read)
    {
        var columns = new List<MetricFigures>();
        var groups = plan.Cells.GroupBy(c => (c.Part.Name, c.MethodName)).ToDictionary(g => g.Key, g => g.ToList());
        var methods = plan.Cells.Select(c => c.MethodName).Distinct().ToList();
        foreach (var (part, items) in plan.Parts.Zip(plan.Items))
        {
            foreach (var method in methods)
            {
                var cells = groups[(part.Name, method)].Select(read).ToList();
                foreach (var metric in experiment.Metrics.Where(m => cells[0].ContainsKey(m.Name)))
                    columns.Add(new MetricFigures(part, method, metric, items, [.. cells.SelectMany(c => c[metric.Name])], []));
            }
        }

        return columns;
    }

    private static SampleSummary?[] Summaries(MetricFigures column, SamplerCache samplers)
    {
        var points = column.Metric.Points;
        var summaries = new SampleSummary?[points];
        for (var p = 0; p < points; p++)
        {
            double[] sample = [.. Enumerable.Range(0, column.Items.Count).Select(i => column.Values[i * points + p]).Where(double.IsFinite)];
            summaries[p] = sample.Length == 0 ? null : SampleSummary.Of(sample, samplers.For(sample.Length));
        }

        return summaries;
    }

    private static List<MethodComparison> Compare(IReadOnlyList<Metric> metrics, List<MetricFigures> figures)
    {
        var all = new List<MethodComparison>();
        foreach (var metric in metrics.Where(m => m.IsCompared))
        {
            var found = new List<MethodComparison>();
            foreach (var part in figures.Where(f => f.Metric.Name == metric.Name).GroupBy(f => f.Part))
            {
                var columns = part.ToList();
                for (var i = 0; i < columns.Count; i++)
                {
                    for (var j = i + 1; j < columns.Count; j++)
                        found.Add(Compare(columns[i], columns[j]));
                }
            }

            var corrected = Holm.Correct([.. found.Select(c => c.Test.PValue)]);
            all.AddRange(found.Zip(corrected, (c, p) => c with { CorrectedPValue = p }));
        }

        return all;
    }

    private static MethodComparison Compare(MetricFigures first, MetricFigures second)
    {
        var pairs = first.Values.Zip(second.Values).Where(p => double.IsFinite(p.First) && double.IsFinite(p.Second)).ToList();
        var test = SignedRankTest.Of([.. pairs.Select(p => p.First)], [.. pairs.Select(p => p.Second)]);
        var mean = pairs.Count == 0 ? 0 : pairs.Average(p => p.First - p.Second);
        return new MethodComparison(first.Part, first.Metric, first.Method, second.Method, pairs.Count, mean, test, 1);
    }

    /// <summary>Resamples by the size of the sample, drawn once.</summary>
    private sealed class SamplerCache(long seed)
    {
        private readonly Dictionary<int, BootstrapSampler> _samplers = [];
        private readonly Lock _lock = new();

        public BootstrapSampler For(int count)
        {
            lock (_lock)
            {
                if (!_samplers.TryGetValue(count, out var sampler))
                    _samplers.Add(count, sampler = new BootstrapSampler(seed, count, SampleSummary.DefaultResamples));
                return sampler;
            }
        }
    }
}
