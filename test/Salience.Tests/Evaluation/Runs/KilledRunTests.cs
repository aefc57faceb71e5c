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
        using (var network = GlyphNetworks.Small(7, ScalarType.Float32))
            OnnxExporter.Save(network, _folder.File("net.onnx"));
        Assert.Equal(0, Run("whole", killAfter: null));

        // 3 methods × 40 chunks: killed at some moment after a few cells, twice.
        Assert.NotEqual(0, Run("killed", killAfter: 3));
        var first = Directory.GetFiles(_folder.File("killed/cells"), "0*.json").Length;
        Assert.InRange(first, 3, 119);
        Assert.NotEqual(0, Run("killed", killAfter: first + 5));
        Assert.False(File.Exists(_folder.File("killed/results.json")));
        Assert.Equal(0, Run("killed", killAfter: null));

        var (whole, killed) = (RunFiles.Read(_folder.File("whole")), RunFiles.Read(_folder.File("killed")));
        Assert.Equal(120, whole.Keys.Count(name => name.StartsWith("cells", StringComparison.Ordinal)));
        Assert.Contains("report.html", whole.Keys);
        Assert.Equal(whole, killed);
    }

    /// <summary>Runs the tool, or kills it once so many cells are there.</summary>
    private int Run(string name, int? killAfter)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileName(host) == "dotnet" ? host : "dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] args =
        [
            "exec", typeof(CommandLine).Assembly.Location, "evaluate", "localization", "--model", _folder.File("net.onnx"), "--data", "glyphs", "--images", "40", "--chunk", "1",
            "--methods", "fullgrad", "saliency", "--threads", "1", "--out", _folder.File(name),
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
            if (killAfter is { } cells && Directory.Exists(_folder.File($"{name}/cells")) && Directory.GetFiles(_folder.File($"{name}/cells"), "0*.json").Length >= cells)
                process.Kill();
        }

        process.WaitForExit();
        return process.ExitCode;
    }
}
