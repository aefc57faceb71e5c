using System.Text.Json;
using Salience.Cli;
using Salience.Imaging;

namespace Salience.Tests.Cli;

/// <summary>Ctrl+C: the run ends, what is finished is kept, nothing is half-written.</summary>
public sealed class CancellationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Finished_inputs_keep_their_records_and_pictures()
    {
        using var cancellation = new CancellationTokenSource();
        using var output = new StringWriter();
        using var error = new CancelAtFirstProgress(cancellation);

        var code = CommandLine.Run(
            ["explain", Samples.Picture, Samples.Tench, "--model", Samples.SmallModel, "--normalize", "imagenet", "--out", _folder.Path], output, error, cancellation.Token);

        Assert.Equal(130, code);
        using var records = JsonDocument.Parse(File.ReadAllText(_folder.File("explanations.json")));
        var record = Assert.Single(records.RootElement.EnumerateArray());
        Assert.Equal(Samples.Picture, record.GetProperty("input").GetString());
        var picture = record.GetProperty("picture").GetString()!;
        ImageFile.Read(_folder.File(picture));
        Assert.Equal(["explanations.json", picture], Directory.EnumerateFiles(_folder.Path).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal).Reverse());
    }

    [Fact]
    public void A_run_that_is_cancelled_at_once_leaves_an_empty_array()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        var code = CommandLine.Run(
            ["explain", Samples.Picture, "--model", Samples.SmallModel, "--normalize", "imagenet", "--out", _folder.Path], output, error, new CancellationToken(canceled: true));

        Assert.Equal(130, code);
        Assert.Equal("[]", File.ReadAllText(_folder.File("explanations.json")).Trim());
        Assert.Equal("salience: cancelled.", error.ToString().Trim());
    }

    /// <summary>Standard error that cancels when the first input is reported as finished.</summary>
    private sealed class CancelAtFirstProgress(CancellationTokenSource cancellation) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.StartsWith("[1/", StringComparison.Ordinal) == true)
                cancellation.Cancel();
        }
    }
}
