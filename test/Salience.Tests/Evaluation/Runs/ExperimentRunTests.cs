using System.Text.Json.Nodes;
using Salience.Evaluation.Runs;

namespace Salience.Tests.Evaluation.Runs;

public sealed class ExperimentRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(11)]
    public void A_run_cancelled_after_some_cells_goes_on_and_ends_with_the_same_bytes(int cells)
    {
        using (var run = new ToyExperiment().Open(_folder.File("whole")))
            run.Execute();
        using var stop = new CancellationTokenSource();
        var measured = 0;
        using (var run = new ToyExperiment(_ => measured++).Open(_folder.File("broken")))
        {
            var progress = new Listener(p =>
            {
                if (p.Done == cells)
                    stop.Cancel();
            });
            Assert.Throws<OperationCanceledException>(() => run.Execute(progress, stop.Token));
        }

        Assert.Equal(cells, measured);
        Assert.Equal(cells, Directory.GetFiles(_folder.File("broken/cells")).Length);
        Assert.False(File.Exists(_folder.File("broken/results.json")));
        Assert.DoesNotContain(Directory.EnumerateFiles(_folder.File("broken"), ".*", SearchOption.AllDirectories), _ => true);
        using (var run = new ToyExperiment(_ => measured++).Open(_folder.File("broken")))
            run.Execute();

        Assert.Equal(12, measured);
        Assert.Equal(RunFiles.Read(_folder.File("whole")), RunFiles.Read(_folder.File("broken")));
    }

    [Fact]
    public void A_finished_run_measures_nothing_again()
    {
        using (var run = new ToyExperiment().Open(_folder.Path))
            run.Execute();
        var before = RunFiles.Read(_folder.Path);
        using (var run = new ToyExperiment(_ => Assert.Fail("measured again")).Open(_folder.Path))
            run.Execute();
        Assert.Equal(before, RunFiles.Read(_folder.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"part\":\"first\",\"method\":\"a\",\"items\":[0,1,2],\"fig")]
    [InlineData("{\"part\":\"first\",\"method\":\"other\",\"items\":[0,1,2],\"figures\":{}}")]
    public void A_cell_file_that_is_torn_or_foreign_is_measured_anew(string text)
    {
        using (var run = new ToyExperiment().Open(_folder.Path))
            run.Execute();
        var before = RunFiles.Read(_folder.Path);
        File.WriteAllText(_folder.File("cells/000000.json"), text);
        var measured = new List<string>();
        using (var run = new ToyExperiment(cell => measured.Add($"{cell.Part.Name} {cell.Method.Name} {string.Join(' ', cell.Chunk.Items)}")).Open(_folder.Path))
            run.Execute();
        Assert.Equal(["first a 0 1 2"], measured);
        Assert.Equal(before, RunFiles.Read(_folder.Path));
    }

    [Fact]
    public void What_a_killed_process_left_half_written_is_removed()
    {
        using (var run = new ToyExperiment().Open(_folder.Path))
            run.Execute();
        _folder.Write("cells/.000003.json.abc123", [1]);
        _folder.Write(".results.csv.xyz", [1]);
        _folder.Write("log.jsonl", "{\"cell\":0"u8);
        File.Delete(_folder.File("cells/000003.json"));
        using (var run = new ToyExperiment().Open(_folder.Path))
            run.Execute();
        Assert.DoesNotContain(Directory.EnumerateFiles(_folder.Path, ".*", SearchOption.AllDirectories), _ => true);
        var lines = File.ReadAllLines(_folder.File("log.jsonl"));
        Assert.Equal(3, (int)JsonNode.Parse(lines[1])!["cell"]!);
    }

    [Fact]
    public void Other_settings_are_refused_with_what_differs()
    {
        using (var run = new ToyExperiment().Open(_folder.Path))
            run.Execute();
        string Message(ToyExperiment experiment, RunSettings settings, params string[] methods) =>
            Assert.Throws<InvalidDataException>(() => experiment.Open(_folder.Path, settings, methods)).Message;

        Assert.Contains("seed (0 there, 4 here)", Message(new ToyExperiment(), new RunSettings(Seed: 4, Chunk: 3)));
        Assert.Contains("chunk (3 there, 2 here)", Message(new ToyExperiment(), new RunSettings(Chunk: 2)));
        Assert.Contains("settings.shift (\"0\" there, \"2\" here)", Message(new ToyExperiment(shift: 2), new RunSettings(Chunk: 3)));
        Assert.Contains("limit (none there, 5 here)", Message(new ToyExperiment(), new RunSettings(5, Chunk: 3)));
        Assert.Contains("methods (", Message(new ToyExperiment(), new RunSettings(Chunk: 3), "a", "b"));
    }

    [Fact]
    public void A_folder_with_other_files_is_refused_and_left_as_it_was()
    {
        _folder.Write("precious.txt", [7]);
        Assert.Contains("no run folder", Assert.Throws<InvalidDataException>(() => new ToyExperiment().Open(_folder.Path)).Message);
        Assert.False(File.Exists(_folder.File("run.json")));
        Assert.False(File.Exists(_folder.File("run.lock")));
        Assert.Equal([7], File.ReadAllBytes(_folder.File("precious.txt")));
    }

    [Fact]
    public void Two_at_a_time_cannot_work_in_one_folder()
    {
        using var run = new ToyExperiment().Open(_folder.Path);
        Assert.Contains("another process", Assert.Throws<IOException>(() => new ToyExperiment().Open(_folder.Path)).Message);
    }

    [Fact]
    public void A_method_given_twice_or_none_is_refused()
    {
        Assert.Contains("given twice", Assert.Throws<ArgumentException>(() => new ToyExperiment().Open(_folder.Path, null, "a", "a")).Message);
        Assert.Contains("Chunk", Assert.Throws<ArgumentOutOfRangeException>(() => new ToyExperiment().Open(_folder.Path, new RunSettings(Chunk: 0))).Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Progress_counts_every_cell_and_tells_the_time_left()
    {
        var seen = new List<RunProgress>();
        using var run = new ToyExperiment().Open(_folder.Path);
        run.Execute(new Listener(seen.Add));
        Assert.Equal(Enumerable.Range(0, 13), seen.Select(p => p.Done));
        Assert.All(seen, p => Assert.Equal(12, p.Total));
        Assert.Null(seen[0].TimeLeft);
        Assert.All(seen.Skip(1), p => Assert.True(p.TimeLeft >= TimeSpan.Zero));
        Assert.Equal(TimeSpan.Zero, seen[^1].TimeLeft);
    }

    private sealed class Listener(Action<RunProgress> listen) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => listen(value);
    }
}
