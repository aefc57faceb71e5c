using Salience.Cli.Data;
using Salience.Cli.Terminal;
using Salience.Evaluation.Datasets.Download;
using Salience.Tests.Evaluation.Datasets.Download;

namespace Salience.Tests.Cli;

public sealed class DataGetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_data_set_is_loaded_and_told_line_by_line()
    {
        byte[] file = [.. Enumerable.Range(0, 2_000_000).Select(i => (byte)(i / 3))];
        using var server = new LoopbackServer(request => LoopbackResponse.Proper(request, file));
        var source = new DatasetSource("sample", [new RemoteFile("a.bin", [server.Address("a.bin")], file.Length, LoopbackResponse.Md5(file))]);
        using var output = new StringWriter();
        using var error = new StringWriter();

        var code = GetCommand.Run(new CommandContext(output, error, TestContext.Current.CancellationToken), source, _folder.File("new/folder"));

        Assert.Equal(0, code);
        Assert.Equal(file, File.ReadAllBytes(_folder.File("new/folder/a.bin")));
        Assert.Equal($"sample: complete in {_folder.File("new/folder")}", output.ToString().Trim());
        Assert.Contains("a.bin: 50 % of 2 MB", error.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("a.bin: downloaded, checksum verified", error.ToString().Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_mirror_is_asked_for_the_official_names_and_its_wrong_files_are_refused()
    {
        using var server = new LoopbackServer(_ => new LoopbackResponse(200, [1, 2, 3]));

        var run = CliRun.Of("data", "get", "cifar10", "--to", _folder.Path, "--mirror", server.Address("sets/").AbsoluteUri);

        run.AssertFailsWith(1, $"{server.Address("sets/cifar-10-binary.tar.gz")}: the file there has 3 bytes, but 170052171 are expected", "--mirror");
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Wrong_usage_is_told_with_what_is_possible()
    {
        CliRun.Of("data", "get", "imagenet", "--to", _folder.Path).AssertFailsWith(2, "'imagenet'", "use mnist, cifar10, cifar100");
        CliRun.Of("data", "get", "mnist", "--to", _folder.Path, "--mirror", "somewhere").AssertFailsWith(2, "--mirror 'somewhere'", "https://example.org/mnist");
        CliRun.Of("data", "get", "mnist").AssertFailsWith(2, "--to");
    }

    [Fact]
    public void Cancellation_is_told_as_such()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        var code = Salience.Cli.CommandLine.Run(["data", "get", "mnist", "--to", _folder.Path], output, error, new CancellationToken(canceled: true));

        Assert.Equal((130, "salience: cancelled."), (code, error.ToString().Trim()));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Help_shows_names_and_options()
    {
        var run = CliRun.Of("data", "get", "--help");

        Assert.Equal(0, run.Code);
        Assert.All(new[] { "mnist, cifar10, cifar100", "--to", "--mirror" }, text => Assert.Contains(text, run.Out, StringComparison.Ordinal));
    }
}
