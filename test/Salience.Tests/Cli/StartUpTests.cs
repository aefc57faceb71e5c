using System.Diagnostics;
using Salience.Cli;

namespace Salience.Tests.Cli;

/// <summary>Help and version answer without native libraries, in a process of their own.</summary>
public sealed class StartUpTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--version")]
    [InlineData("--help")]
    [InlineData("explain", "--help")]
    [InlineData("compare", "--help")]
    [InlineData("train", "--help")]
    public void Help_and_version_load_no_libtorch(params string[] args) =>
        Assert.DoesNotContain("libtorch", LoadedFiles(args), StringComparison.Ordinal);

    [Fact]
    public void The_loader_would_tell_of_libtorch() => Assert.Contains("libtorch", LoadedFiles("doctor"), StringComparison.Ordinal);

    [Theory]
    [InlineData("", true)]
    [InlineData("glibc.malloc.perturb=0", false)]
    public void Freed_memory_is_kept_unless_the_environment_chose(string tunables, bool kept)
    {
        Assert.SkipUnless(File.Exists("/lib/x86_64-linux-gnu/libc.so.6") || File.Exists("/lib64/libc.so.6"), "Only glibc has these options.");
        var (output, _) = Run(new() { ["GLIBC_TUNABLES"] = tunables, ["MALLOC_MMAP_MAX_"] = null, ["MALLOC_TRIM_THRESHOLD_"] = null }, "doctor");
        Assert.Equal(kept, output.Contains("kept between operators", StringComparison.Ordinal));
    }

    [Fact]
    public void Version_is_a_number() => Assert.Matches(@"^\d+\.\d+\.\d+", CliRun.Of("--version").Out);

    [Fact]
    public void Help_lists_every_command()
    {
        var help = CliRun.Of("--help").Out;
        Assert.All(["explain", "compare", "decompose", "inspect", "methods", "train", "networks", "data", "evaluate", "doctor"], command => Assert.Contains(command, help, StringComparison.Ordinal));
    }

    /// <summary>What the dynamic loader of Linux says it opened.</summary>
    private string LoadedFiles(params string[] args)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only the loader of Linux reports what it opens.");
        Run(new() { ["LD_DEBUG"] = "files", ["LD_DEBUG_OUTPUT"] = _folder.File("loader") }, args);
        return string.Concat(Directory.EnumerateFiles(_folder.Path, "loader*").Select(File.ReadAllText));
    }

    private static (string Out, string Error) Run(Dictionary<string, string?> environment, params string[] args)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileName(host) == "dotnet" ? host : "dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        foreach (var arg in (string[])["exec", typeof(CommandLine).Assembly.Location, .. args])
            start.ArgumentList.Add(arg);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return (output, error.Result);
    }
}
