using System.Diagnostics;
using System.Runtime.InteropServices;
using Salience.Cli;
using Salience.Networks;

namespace Salience.Tests.Networks;

/// <summary>libtorch says nothing of kernels that this machine cannot run.</summary>
public class NnpackTests
{
    [Fact]
    public async Task Explaining_writes_no_warning_of_libtorch()
    {
        using var folder = new TemporaryFolder();
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var arg in new[] { "exec", typeof(CommandLine).Assembly.Location, "explain", "--out", folder.File("out") })
            start.ArgumentList.Add(arg);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, process.ExitCode);
        Assert.NotEmpty(await output);
        Assert.DoesNotContain("NNPACK", error, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_off_where_libtorch_could_choose_it() =>
        Assert.Equal(OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64, Nnpack.IsOff);
}
