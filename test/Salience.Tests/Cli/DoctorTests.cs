using System.Text.Json;
using Salience.Cli.Diagnosis;
using Salience.Cli.Terminal;

namespace Salience.Tests.Cli;

/// <summary><c>salience doctor</c>, also where native libraries do not load.</summary>
public sealed class DoctorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void This_installation_works()
    {
        var run = CliRun.Of("doctor", "--out", _folder.File("out"));

        Assert.True(run.Code == 0, run.Out);
        Assert.Contains("libtorch 2.", run.Out, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("out")));
    }

    [Theory]
    [InlineData("/lib/libstdc++.so.6: version `GLIBCXX_3.4.32' not found (required by libLibTorchSharp.so)", "GCC 13")]
    [InlineData("/lib/libc.so.6: version `GLIBC_2.28' not found (required by libtorch_cpu.so)", "glibc 2.28")]
    [InlineData("libgomp.so.1: cannot open shared object file: No such file or directory", "libgomp1")]
    [InlineData("Error relocating libtorch_cpu.so: __strtod_l: symbol not found", "Alpine")]
    public void A_library_that_does_not_load_is_reported_with_a_remedy(string message, string remedy)
    {
        var (code, checks) = Examine(new BrokenLoader(file => "/somewhere/" + file, () => throw new DllNotFoundException(message)));

        Assert.Equal(1, code);
        var check = checks.Single(c => c.GetProperty("name").GetString() == "libtorch");
        Assert.False(check.GetProperty("ok").GetBoolean());
        Assert.Contains(message, check.GetProperty("finding").GetString(), StringComparison.Ordinal);
        Assert.Contains(remedy, check.GetProperty("remedy").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_library_asks_to_install_again()
    {
        var (code, checks) = Examine(new BrokenLoader(_ => null, () => { }));

        Assert.Equal(1, code);
        Assert.Equal(5, checks.Count(c => !c.GetProperty("ok").GetBoolean()));
        Assert.Contains("again", checks.First(c => !c.GetProperty("ok").GetBoolean()).GetProperty("remedy").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_below_a_file_is_no_place_for_results()
    {
        var file = _folder.Write("file", [1]);

        var check = SystemChecks.Folder("results folder", Path.Combine(file, "out"));

        Assert.False(check.Ok, check.Finding);
    }

    private (int Code, List<JsonElement> Checks) Examine(INativeLoader loader)
    {
        using var output = new StringWriter();
        var code = DoctorCommand.Run(new CommandContext(output, TextWriter.Null, CancellationToken.None), loader, _folder.Path, json: true);
        using var document = JsonDocument.Parse(output.ToString());
        return (code, [.. document.RootElement.Clone().EnumerateArray()]);
    }

    private sealed class BrokenLoader(Func<string, string?> find, Action load) : INativeLoader
    {
        public string? Find(string file) => find(file);

        public void Load(string path) => load();
    }
}
