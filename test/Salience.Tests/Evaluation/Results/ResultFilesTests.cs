using System.Text.Json;
using Salience.Evaluation.Metrics;
using Salience.Evaluation.Results;
using Salience.Evaluation.Statistics;
using Salience.Tests.Evaluation.Runs;

namespace Salience.Tests.Evaluation.Results;

public sealed class ResultFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ExperimentResult _result;

    public ResultFilesTests()
    {
        using var run = new ToyExperiment().Open(_folder.Path);
        _result = run.Execute();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_table_has_a_row_for_every_item_and_point_and_is_empty_where_there_is_no_figure()
    {
        var rows = File.ReadAllLines(_folder.File("results.csv"));
        // 7 items: score and curve of three points in both parts, error in the first only, for 2 methods.
        Assert.Equal(1 + 2 * (2 * (7 + 21) + 7), rows.Length);
        Assert.Equal("part,method,metric,item,point,value", rows[0]);
        Assert.Equal("first,a,score,4,,", rows[5]);
        Assert.Contains(rows, row => row.StartsWith("second,\"long,name\",curve,6,10,", StringComparison.Ordinal));
        var figures = _result.Find("first", "a", "score")!;
        Assert.Equal(figures.Values[3], double.Parse(rows[4].Split(',')[^1]));
    }

    [Fact]
    public void The_document_names_every_metric_with_direction_and_criticism()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(_folder.File("results.json")));
        var root = json.RootElement;
        Assert.Equal(
            ["version", "experiment", "subject", "seed", "metrics", "parts", "methods", "summaries", "comparisons"], root.EnumerateObject().Select(p => p.Name));
        Assert.Equal(1, root.GetProperty("version").GetInt32());
        Assert.Equal(["name", "question", "protocol", "source", "settings"], root.GetProperty("experiment").EnumerateObject().Select(p => p.Name));
        var metrics = root.GetProperty("metrics").EnumerateArray().ToList();
        Assert.Equal(["higher", "lower", "neither"], metrics.Select(m => m.GetProperty("direction").GetString()));
        Assert.Equal(["Means nothing at all <really>.", "Means even less.", "Goes nowhere."], metrics.Select(m => m.GetProperty("criticism").GetString()));
        Assert.Equal([0.1, 1, 10], metrics[2].GetProperty("axis").GetProperty("points").EnumerateArray().Select(p => p.GetDouble()));
        Assert.Equal(JsonValueKind.Null, metrics[0].GetProperty("axis").ValueKind);
    }

    [Fact]
    public void Summaries_are_those_of_the_figures_that_exist()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(_folder.File("results.json")));
        var written = json.RootElement.GetProperty("summaries").EnumerateArray().ToList();
        Assert.Equal(_result.Figures.Count, written.Count);
        foreach (var (figures, element) in _result.Figures.Zip(written))
        {
            foreach (var (p, point) in element.GetProperty("points").EnumerateArray().Index())
            {
                double[] sample = [.. figures.Values.Where((v, i) => i % figures.Metric.Points == p && double.IsFinite(v))];
                var expected = SampleSummary.Of(sample, 0);
                Assert.Equal(
                    (expected.Count, expected.Mean, expected.Median, expected.Low, expected.High),
                    (point.GetProperty("n").GetInt32(), point.GetProperty("mean").GetDouble(), point.GetProperty("median").GetDouble(), point.GetProperty("low").GetDouble(), point.GetProperty("high").GetDouble()));
            }
        }

        Assert.Equal(6, _result.Find("first", "a", "score")!.Summaries[0]!.Count);
    }

    [Fact]
    public void Methods_are_compared_pair_by_pair_and_corrected_for_the_comparisons_by_a_metric()
    {
        using var folder = new TemporaryFolder();
        using var run = new ToyExperiment().Open(folder.Path, new Salience.Evaluation.Runs.RunSettings(30), "a", "bb", "ccc");
        var result = run.Execute();

        Assert.Equal(3 * 2 + 3, result.Comparisons.Count);
        Assert.DoesNotContain(result.Comparisons, c => c.Metric.Axis is not null);
        foreach (var metric in result.Comparisons.GroupBy(c => c.Metric.Name))
            Assert.Equal(Holm.Correct([.. metric.Select(c => c.Test.PValue)]), metric.Select(c => c.CorrectedPValue));
        var one = result.Comparisons.Single(c => c is { Part.Name: "first", Metric.Name: "error", First: "a", Second: "ccc" });
        var (first, second) = (result.Find("first", "a", "error")!.Values, result.Find("first", "ccc", "error")!.Values);
        Assert.Equal(SignedRankTest.Of([.. first], [.. second]), one.Test);
        Assert.Equal(first.Zip(second).Average(p => p.First - p.Second), one.MeanDifference, 12);
        // Errors of 'ccc' are up to three times as large, and lower is better.
        Assert.Equal(MetricDirection.Lower, one.Metric.Direction);
        Assert.Equal("a", one.Better);
        // Items without a score are left out of its pairs: 4, 9, 14, 19, 24 and 29.
        Assert.All(result.Comparisons.Where(c => c.Metric.Name == "score"), c => Assert.Equal(24, c.Pairs));
    }
}
