using Salience.Evaluation.Metrics;
using Salience.Evaluation.Results;
using Salience.Tests.Evaluation.Runs;

namespace Salience.Tests.Evaluation.Results;

public sealed class RunSummariesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_read_is_what_the_run_found()
    {
        ExperimentResult result;
        using (var run = new ToyExperiment().Open(_folder.Path))
            result = run.Execute();

        var read = RunSummaries.Read(_folder.Path);

        Assert.Equal(("toy", 2, 2), (read.Experiment, read.Parts.Count, read.Methods.Count));
        Assert.Equal(result.Parts, read.Parts);
        Assert.Equal([MetricDirection.Higher, MetricDirection.Lower, MetricDirection.Neither], read.Metrics.Select(m => m.Direction));
        Assert.Equal([0.1, 1, 10], read.Metrics[2].Axis!.Points);
        Assert.Equal(result.Figures.Count, read.All.Count);
        foreach (var figures in result.Figures)
            Assert.Equal(figures.Summaries, read.Find(figures.Part.Name, figures.Method, figures.Metric.Name));
        Assert.Null(read.Find("second", "a", "error"));
    }

    [Fact]
    public void Folders_without_results_and_damaged_ones_are_told()
    {
        Assert.Contains("holds no run", Told(), StringComparison.Ordinal);
        File.WriteAllText(_folder.File("run.json"), "{}");
        Assert.Contains("holds an unfinished run", Told(), StringComparison.Ordinal);
        File.WriteAllText(_folder.File("results.json"), "{\"version\": 1, \"experiment\":");
        Assert.Contains("is damaged", Told(), StringComparison.Ordinal);
        File.WriteAllText(_folder.File("results.json"), "{\"version\": 1}");
        Assert.Contains("is damaged", Told(), StringComparison.Ordinal);
        File.WriteAllText(_folder.File("results.json"), "{\"version\": 99}");
        Assert.Contains("version 99", Told(), StringComparison.Ordinal);
    }

    private string Told() => Assert.Throws<InvalidDataException>(() => RunSummaries.Read(_folder.Path)).Message;
}
