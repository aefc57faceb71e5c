using System.Globalization;
using Salience.Cli;
using static TorchSharp.torch;

namespace Salience.Tests.Cli;

/// <summary>Ctrl+C during <c>salience train</c>, and going on from the checkpoint.</summary>
[Collection(AloneCollection.Name)]
public sealed class TrainResumeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly int _threads = get_num_threads();

    // --threads 1 holds for the whole process.
    public void Dispose()
    {
        set_num_threads(_threads);
        _folder.Dispose();
    }

    [Fact]
    public void A_training_that_is_cancelled_and_resumed_writes_the_file_of_an_uninterrupted_one()
    {
        var data = TinyDigits.Write(_folder);
        var cancelled = Run(data, "a.onnx", cancelAfter: 2);
        var refused = Run(data, "a.onnx");
        var resumed = Run(data, "a.onnx", "--resume");
        var whole = Run(data, "b.onnx");

        Assert.Equal(130, cancelled.Code);
        Assert.Contains("a.checkpoint.npz", cancelled.ErrorLines[^1], StringComparison.Ordinal);
        Assert.Contains("--resume", cancelled.ErrorLines[^1], StringComparison.Ordinal);
        refused.AssertFailsWith(2, "a.checkpoint.npz", "--resume");
        Assert.True(resumed.Code == 0 && whole.Code == 0, resumed.Error + whole.Error);
        Assert.DoesNotContain("epoch 2/4:", resumed.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("a.checkpoint.npz")));
        using var scope = NewDisposeScope();
        using var a = Salience.Onnx.OnnxImporter.Load(_folder.File("a.onnx"));
        using var b = Salience.Onnx.OnnxImporter.Load(_folder.File("b.onnx"));
        Assert.Equal(a.Network.Parameters.Keys, b.Network.Parameters.Keys);
        Assert.All(a.Network.Parameters, p => Assert.True(p.Value.allclose(b.Network.Parameters[p.Key], 0, 0), p.Key));
    }

    [Fact]
    public void Resuming_without_a_checkpoint_begins_and_says_so()
    {
        var run = Run(TinyDigits.Write(_folder), "a.onnx", "--resume");

        Assert.True(run.Code == 0, run.Error);
        Assert.Contains("there is no checkpoint", run.ErrorLines[0], StringComparison.Ordinal);
    }

    private CliRun Run(string data, string model, string? option = null, int cancelAfter = int.MaxValue)
    {
        using var cancellation = new CancellationTokenSource();
        using var output = new StringWriter();
        using var error = new CancelAfterEpochs(cancellation, cancelAfter);
        string[] args =
        [
            "train", "--data", "mnist", "--data-dir", data, "--network", "deeplift-mnist", "--epochs", "4", "--batch", "20", "--threads", "1",
            "--out", _folder.File(model), .. option is null ? [] : new[] { option },
        ];
        var code = CommandLine.Run(args, output, error, cancellation.Token);
        return new CliRun(code, output.ToString(), error.ToString());
    }

    /// <summary>Standard error that cancels when so many epochs are reported.</summary>
    private sealed class CancelAfterEpochs(CancellationTokenSource cancellation, int epochs) : StringWriter(CultureInfo.InvariantCulture)
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.StartsWith($"epoch {epochs}/", StringComparison.Ordinal) == true)
                cancellation.Cancel();
        }
    }
}
