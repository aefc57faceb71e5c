using System.Diagnostics;
using Salience.Cli;
using Salience.Onnx;
using Salience.Tests.Evaluation.Experiments;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Runs;

/// <summary>The tool in processes of their own, killed without warning (SIGKILL).</summary>
public sealed class KilledRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_that_is_killed_again_and_again_ends_with_the_bytes_of_an_undisturbed_one()
    {
        SaveNetwork();
        string[] args = ["localization", "--images", "40", "--chunk", "1", "--methods", "fullgrad", "saliency"];
        int Cells(string name) => Directory.Exists(_folder.File($"{name}/cells")) ? Directory.GetFiles(_folder.File($"{name}/cells"), "0*.json").Length : 0;
        Assert.Equal(0, Run("whole", args, kill: null));

        // 3 methods × 40 chunks: killed at some moment after a few cells, twice.
        Assert.NotEqual(0, Run("killed", args, () => Cells("killed") >= 3));
        var first = Cells("killed");
        Assert.InRange(first, 3, 119);
        Assert.NotEqual(0, Run("killed", args, () => Cells("killed") >= first + 5));
        Assert.False(File.Exists(_folder.File("killed/results.json")));
        Assert.Equal(0, Run("killed", args, kill: null));

        var (whole, killed) = (RunFiles.Read(_folder.File("whole")), RunFiles.Read(_folder.File("killed")));
        Assert.Equal(120, whole.Keys.Count(name => name.StartsWith("cells", StringComparison.Ordinal)));
        Assert.Contains("report.html", whole.Keys);
        Assert.Equal(whole, killed);
    }

    [Fact]
    public void A_training_that_is_killed_goes_on_and_the_run_ends_with_the_bytes_of_an_undisturbed_one()
    {
        SaveNetwork();
        string[] args = ["label-permutation", "--images", "4", "--chunk", "2", "--methods", "fullgrad", "--set", "pictures=96", "epochs=10", "batch-size=8"];
        Assert.Equal(0, Run("whole", args, kill: null));

        foreach (var training in new[] { "true-labels", "permuted-labels" })
        {
            Assert.NotEqual(0, Run("killed", args, () => File.Exists(_folder.File($"killed/work/{training}.npz"))));
            Assert.Empty(Directory.GetFiles(_folder.File("killed/cells")));
        }

        Assert.Equal(0, Run("killed", args, kill: null));
        Assert.Equal(RunFiles.Read(_folder.File("whole")), RunFiles.Read(_folder.File("killed")));
    }

    private void SaveNetwork()
    {
        using var network = GlyphNetworks.Small(7, ScalarType.Float32);
        OnnxExporter.Save(network, _folder.File("net.onnx"));
    }

    /// <summary>Runs the tool, or kills it once that is so.</summary>
    private int Run(string name, string[] experiment, Func<bool>? kill)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileName(host) == "dotnet" ? host : "dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] args =
        [
            "exec", typeof(CommandLine).Assembly.Location, "evaluate", .. experiment, "--model", _folder.File("net.onnx"), "--data", "glyphs", "--threads", "1", "--out", _folder.File(name),
        ];
        foreach (var arg in args)
            start.ArgumentList.Add(arg);
        using var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        while (!process.WaitForExit(5))
        {
            if (kill?.Invoke() ?? false)
                process.Kill();
        }

        process.WaitForExit();
        return process.ExitCode;
    }
}
