using Salience.Arrays;
using Salience.Evaluation.Training;
using TorchSharp;
using static Salience.Tests.Networks.Training.TrainingNetworks;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Training;

[NoTensorLeaks]
public sealed class TrainingCheckpointTests : IDisposable
{
    private static readonly TrainingSettings Settings = new() { Epochs = 1, BatchSize = 16, LearningRate = 0.02 };
    private readonly TemporaryFolder _folder = new();

    private TrainingRun Run => new() { CheckpointFile = _folder.File("checkpoint.npz"), Resume = true };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_checkpoint_is_an_archive_of_arrays_that_NumPy_reads_and_one_text()
    {
        Train(Settings, Run);
        using var file = NpzFile.Open(Run.CheckpointFile!);

        Assert.Equal(["parameters", "optimizer/velocity", "statistics/bn1.mean", "statistics/bn1.var"], file.Names);
        Assert.Contains("\"step\":4", file.ReadText("training.json"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("settings.learningRate (0.02 there, 0.03 here)")]
    [InlineData("settings.epochs (1 there, 2 here)")]
    [InlineData("data.count (70 there, 71 here)")]
    [InlineData("data.fingerprint")]
    [InlineData("test.count (absent there, 30 here)")]
    [InlineData("network")]
    public void Another_training_is_refused_with_what_differs(string difference)
    {
        Train(Settings, Run);

        var error = Assert.Throws<InvalidDataException>(() => Train(
            difference.Contains("Rate", StringComparison.Ordinal) ? Settings with { LearningRate = 0.03 }
                : difference.Contains("epochs", StringComparison.Ordinal) ? Settings with { Epochs = 2 } : Settings,
            Run,
            new BarDataset(difference.Contains("data.count", StringComparison.Ordinal) ? 71 : 70, difference.Contains("data.f", StringComparison.Ordinal) ? 9 : 1),
            difference.Contains("test", StringComparison.Ordinal) ? new BarDataset(30, 2) : null,
            networkSeed: difference == "network" ? 2 : 1));

        Assert.Contains("belongs to another training", error.Message, StringComparison.Ordinal);
        Assert.Contains(difference, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(Run.CheckpointFile!, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_write_that_is_cut_off_leaves_the_older_checkpoint()
    {
        Train(Settings, Run);
        var older = File.ReadAllBytes(Run.CheckpointFile!);
        using (var half = new NpzWriter(Run.CheckpointFile!))
        {
            using var some = ones(1000);
            half.Add("parameters", some);

            // As if the process had been killed here: a part beside the checkpoint, which stays whole.
            Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
            Assert.Equal(older, File.ReadAllBytes(Run.CheckpointFile!));
            Train(Settings, Run);
        }

        Assert.Equal(older, File.ReadAllBytes(Run.CheckpointFile!));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Damaged_and_foreign_files_are_refused_by_name()
    {
        Train(Settings, Run);
        var whole = File.ReadAllBytes(Run.CheckpointFile!);
        foreach (var damaged in (byte[][])[whole[..(whole.Length / 2)], [], "not a zip"u8.ToArray()])
        {
            File.WriteAllBytes(Run.CheckpointFile!, damaged);
            Assert.StartsWith(Run.CheckpointFile!, Assert.Throws<InvalidDataException>(() => Train(Settings, Run)).Message, StringComparison.Ordinal);
        }

        using (var foreign = new NpzWriter(Run.CheckpointFile!))
        {
            using var some = ones(3);
            foreign.Add("arr_0", some);
            foreign.Commit();
        }

        Assert.Contains("no checkpoint of a training", Assert.Throws<InvalidDataException>(() => Train(Settings, Run)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_folder_is_said_before_the_first_step()
    {
        var run = new TrainingRun { CheckpointFile = _folder.File("none/checkpoint.npz") };
        var reads = 0;
        var data = new BarDataset(70, 1, onRead: _ => Interlocked.Increment(ref reads));

        Assert.Contains("does not exist", Assert.Throws<DirectoryNotFoundException>(() => Train(Settings, run, data)).Message, StringComparison.Ordinal);
        // Sixteen describe the data.
        Assert.Equal(16, reads);
    }

    private static void Train(TrainingSettings settings, TrainingRun run, BarDataset? data = null, BarDataset? test = null, int networkSeed = 1)
    {
        using var network = Small(networkSeed);
        new Trainer(settings).Train(network, data ?? new BarDataset(70, 1), test, run).Dispose();
    }
}
