using System.Text.Json.Nodes;
using Salience.Evaluation.Training;
using static Salience.Tests.Networks.Training.TrainingNetworks;

namespace Salience.Tests.Evaluation.Training;

[NoTensorLeaks]
public sealed class TrainingLogTests : IDisposable
{
    private static readonly TrainingSettings Settings = new() { Epochs = 3, BatchSize = 16, LearningRate = 0.02 };
    private readonly TemporaryFolder _folder = new();

    private TrainingRun Run => new()
    {
        CheckpointFile = _folder.File("checkpoint.npz"),
        LogFile = _folder.File("log.jsonl"),
        Resume = true,
        ProgressInterval = TimeSpan.Zero,
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_log_has_a_line_for_the_start_and_one_for_each_epoch()
    {
        Train(Run);

        Assert.Equal(["start", "epoch 1", "epoch 2", "epoch 3"], Events());
        var lines = File.ReadAllLines(Run.LogFile!).Select(l => JsonNode.Parse(l)!).ToList();
        Assert.Equal(0.02, (double)lines[0]["settings"]!["learningRate"]!);
        Assert.InRange((double)lines[3]["trainAccuracy"]!, 0, 1);
    }

    [Fact]
    public void A_resumed_training_has_every_epoch_once()
    {
        Assert.Throws<OperationCanceledException>(() => Train(Run, stopAt: 6));
        Assert.Equal(["start", "epoch 1"], Events());

        Train(Run);

        Assert.Equal(["start", "epoch 1", "epoch 2", "epoch 3"], Events());
    }

    [Fact]
    public void Lines_that_a_crash_left_behind_the_checkpoint_go()
    {
        Assert.Throws<OperationCanceledException>(() => Train(Run, stopAt: 6));
        File.AppendAllText(Run.LogFile!, "{\"event\":\"epoch\",\"epoch\":2}\n{\"event\":\"ep");

        Train(Run);

        Assert.Equal(["start", "epoch 1", "epoch 2", "epoch 3"], Events());
        Assert.Equal(4, File.ReadAllLines(Run.LogFile!).Length);
    }

    [Fact]
    public void Another_training_is_added_behind_what_is_there()
    {
        Train(Run);
        Train(Run with { Resume = false });

        Assert.Equal(["start", "epoch 1", "epoch 2", "epoch 3", "start", "epoch 1", "epoch 2", "epoch 3"], Events());
    }

    private string[] Events() =>
        [.. File.ReadAllLines(Run.LogFile!).Select(l => JsonNode.Parse(l)!).Select(l => l["epoch"] is { } number ? $"epoch {number}" : (string)l["event"]!)];

    private static void Train(TrainingRun run, int? stopAt = null)
    {
        using var network = Small(1);
        using var source = new CancellationTokenSource();
        var progress = new Reports([], p =>
        {
            if (p.Step == stopAt)
                source.Cancel();
        });
        new Trainer(Settings).Train(network, new BarDataset(70, 1), run: run, progress: progress, cancellation: source.Token).Dispose();
    }
}
