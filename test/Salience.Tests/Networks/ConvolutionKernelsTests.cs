using System.Diagnostics;
using System.Runtime.InteropServices;
using Salience.Cli;
using Salience.Networks;
using Salience.Operators;
using TorchSharp;
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

    [Theory]
    [InlineData(3, 3, 1)]
    [InlineData(6, 24, 1)]
    [InlineData(24, 12, 1)]
    [InlineData(24, 24, 24)]
    [InlineData(32, 16, 1)]
    [InlineData(1, 32, 1)]
    [InlineData(3, 64, 1, 1)]
    [InlineData(3, 64, 1, 7)]
    [InlineData(12, 16, 1)]
    [InlineData(15, 20, 1, 5)]
    public void Convolutions_of_networks_and_their_gradients_are_right_whatever_memory_held_before(int inputs, int outputs, int groups, int kernel = 3)
    {
        using var everything = NewDisposeScope();
        using var generator = new Generator((ulong)inputs);
        var (x, weight, bias) = (
            randn([16, inputs, 8, 8], generator: generator).requires_grad_(), randn([outputs, inputs / groups, kernel, kernel], generator: generator).requires_grad_(), randn([outputs], generator: generator).requires_grad_());
        var convolution = new Conv { Padding = SpatialPadding.Symmetric(1, 1), Strides = [1, 1], Dilations = [1, 1], Groups = groups, BatchInvariant = false };
        var exact = nn.functional.conv2d(x.to_type(ScalarType.Float64), weight.to_type(ScalarType.Float64), bias.to_type(ScalarType.Float64), padding: [1, 1], groups: groups);
        Tensor[] expected = [exact, .. autograd.grad([exact], [x, weight, bias], [ones_like(exact)])];
        for (var attempt = 0; attempt < 20; attempt++)
        {
            using var scope = NewDisposeScope();
            LeaveNaN();
            var y = convolution.Forward([x, weight, bias])[0];
            LeaveNaN();
            Tensor[] found = [y, .. autograd.grad([y], [x, weight, bias], [ones_like(y)])];
            Assert.All(expected.Zip(found), p => Assert.True((p.First - p.Second).abs().max().ToDouble() <= 1e-5 * p.First.abs().max().ToDouble()));
        }
    }

    private static void LeaveNaN()
    {
        for (var size = 8; size < 18; size++)
            full([1L << size], double.NaN, ScalarType.Float32).Dispose();
    }
}
