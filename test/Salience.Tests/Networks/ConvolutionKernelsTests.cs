using System.Diagnostics;
using System.Runtime.InteropServices;
using Salience.Cli;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Tests.Networks;

/// <summary>libtorch says nothing of kernels that this machine cannot run.</summary>
public class ConvolutionKernelsTests
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
    public void Nnpack_is_off_where_libtorch_could_choose_it() =>
        Assert.Equal(OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64, ConvolutionKernels.NnpackIsOff);

    [Fact]
    public void Convolutions_are_numbers_whatever_memory_held_before()
    {
        ConvolutionKernels.EnsureChosen();

        Assert.True(ConvolutionKernels.AreNumbers());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(24)]
    public void Gradients_of_convolutions_are_numbers_whatever_memory_held_before(int channels)
    {
        ConvolutionKernels.EnsureChosen();
        for (var attempt = 0; attempt < 20; attempt++)
        {
            using var scope = NewDisposeScope();
            var (x, weight) = (ones(16, channels, 8, 8).requires_grad_(), ones(channels, channels, 3, 3));
            var y = nn.functional.conv2d(x, weight, padding: [1, 1]);
            for (var size = 8; size < 18; size++)
                full([1L << size], double.NaN, ScalarType.Float32).Dispose();

            Assert.True(autograd.grad([y], [x], [ones_like(y)])[0].isfinite().all().item<bool>());
        }
    }
}
