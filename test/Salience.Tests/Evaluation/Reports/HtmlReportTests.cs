using Salience.Evaluation.Metrics;
using Salience.Imaging;
using Salience.Tests.Evaluation.Runs;

namespace Salience.Tests.Evaluation.Reports;

public sealed class HtmlReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _page;

    public HtmlReportTests()
    {
        using var run = new ToyExperiment().Open(_folder.Path);
        run.Execute();
        _page = File.ReadAllText(_folder.File("report.html"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_metric_stands_with_direction_source_and_criticism()
    {
        foreach (var metric in new ToyExperiment().Metrics)
        {
            Assert.Contains(metric.Direction.InWords(), _page, StringComparison.Ordinal);
            Assert.Contains(metric.Source, _page, StringComparison.Ordinal);
            Assert.Contains(System.Net.WebUtility.HtmlEncode(metric.Criticism), _page, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("<really>", _page, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_very_many_comparisons_the_clearest_stand_on_the_page_and_all_in_the_file()
    {
        Assert.Contains("score: 2 comparisons</summary>", _page, StringComparison.Ordinal);
        using var folder = new TemporaryFolder();
        // 33 methods: 528 pairs in each of two parts.
        using (var run = new ToyExperiment().Open(folder.Path, new Salience.Evaluation.Runs.RunSettings(Limit: 3), [.. Enumerable.Range(1, 33).Select(n => new string('m', n))]))
            Assert.Equal(1056, run.Execute().Comparisons.Count(c => c.Metric.Name == "score"));
        var page = File.ReadAllText(folder.File("report.html"));
        Assert.Contains("score: 1056 comparisons, of which the 500 with the smallest p; results.json has all</summary>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_needs_nothing_beside_it()
    {
        // 3 metrics in the first part, 2 in the second.
        Assert.Equal(5, _page.Split("<svg").Length - 1);
        Assert.All(["<script", "<link", "<img", "url(http", "@import"], part => Assert.DoesNotContain(part, _page, StringComparison.Ordinal));
        var clips = System.Text.RegularExpressions.Regex.Matches(_page, "clipPath id=\"([^\"]+)\"").Select(m => m.Groups[1].Value).ToList();
        Assert.NotEmpty(clips);
        Assert.Equal(clips.Distinct(), clips);
    }

    [Fact]
    public void Plots_are_pictures_of_the_same_size_in_both_forms()
    {
        Assert.Equal(
            ["curve-first", "curve-second", "error-first", "score-first", "score-second"],
            Directory.GetFiles(_folder.File("plots"), "*.png").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal));
        foreach (var png in Directory.GetFiles(_folder.File("plots"), "*.png"))
        {
            var picture = ImageFile.Read(png);
            Assert.Contains($"width=\"{picture.Width}\" height=\"{picture.Height}\"", File.ReadAllText(Path.ChangeExtension(png, ".svg")), StringComparison.Ordinal);
            Assert.True(picture.Pixels.ToArray().Distinct().Count() > 10);
        }
    }
}
