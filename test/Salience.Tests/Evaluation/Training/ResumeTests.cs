using Salience.Evaluation.Training;
using Salience.Networks;
using TorchSharp;
using static Salience.Tests.Networks.Training.TrainingNetworks;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Training;

/// <summary>Interrupted and resumed equals uninterrupted, to the bit, with one thread.</summary>
[NoTensorLeaks]
[Collection(AloneCollection.Name)]
public sealed class ResumeTests : IDisposable
{
    private const int StepsPerEpoch = 4;
    private readonly int _threads = get_num_threads();
    private readonly TemporaryFolder _folder = new();

    public ResumeTests() => set_num_threads(1);

    public void Dispose()
    {
        set_num_threads(_threads);
        _folder.Dispose();
    }

    private static TrainingSettings Settings(OptimizerKind optimizer) => new()
    {
        Epochs = 3,
        BatchSize = 16,
        Optimizer = optimizer,
        LearningRate = 0.02,
        Nesterov = true,
        WeightDecay = 1e-3,
        LabelSmoothing = 0.1,
        ClipNorm = 1,
        CropPadding = 2,
        CropFill = BorderFill.Reflect,
        Flip = true,
        Seed = 7,
        Schedule = LearningRateSchedule.OneCycle(),
    };

    [Theory]
    [InlineData(OptimizerKind.Sgd, new[] { 1 })]
    [InlineData(OptimizerKind.Sgd, new[] { StepsPerEpoch, 2 * StepsPerEpoch })]
    [InlineData(OptimizerKind.Sgd, new[] { 3, 5, 6, 11, 12 })]
    [InlineData(OptimizerKind.Adam, new[] { 2, 7 })]
    [InlineData(OptimizerKind.AdamW, new[] { 6, 9 })]
    public void Interruptions_change_nothing(OptimizerKind optimizer, int[] interruptions)
    {
        using var network = Small(3, dropout: 0.3);
        using var whole = Train(network, optimizer, new TrainingRun());
        var run = new TrainingRun { CheckpointFile = _folder.File("checkpoint.npz"), Resume = true, ProgressInterval = TimeSpan.Zero };
        foreach (var step in interruptions)
            Assert.Throws<OperationCanceledException>(() => Train(network, optimizer, run, stopAt: step).Dispose());
        using var resumed = Train(network, optimizer, run);

        AssertEqual(whole, resumed);
    }

    [Fact]
    public void An_interrupted_evaluation_is_made_up_for()
    {
        using var network = Small(3, dropout: 0.3);
        using var whole = Train(network, OptimizerKind.Sgd, new TrainingRun());
        var run = new TrainingRun { CheckpointFile = _folder.File("checkpoint.npz"), LogFile = _folder.File("log.jsonl"), Resume = true };
        using (var source = new CancellationTokenSource())
        {
            // Sixteen reads describe the data; the first of an evaluation stops the training.
            var reads = 0;
            var test = new BarDataset(40, 2, onRead: _ => StopAfter(ref reads, 17, source));
            Assert.Throws<OperationCanceledException>(() =>
                new Trainer(Settings(OptimizerKind.Sgd) with { EvaluationBatchSize = 8 }).Train(network, new BarDataset(70, 1), test, run, cancellation: source.Token).Dispose());
        }

        using var resumed = new Trainer(Settings(OptimizerKind.Sgd) with { EvaluationBatchSize = 8 }).Train(network, new BarDataset(70, 1), new BarDataset(40, 2), run);

        Assert.Equal(whole.Epochs.Select(e => e.TrainLoss), resumed.Epochs.Select(e => e.TrainLoss));
        Assert.Equal(whole.Epochs.Select(e => e.TestAccuracy), resumed.Epochs.Select(e => e.TestAccuracy));
        AssertEqualParameters(whole.Network, resumed.Network);
    }

    [Fact]
    public void A_training_that_is_over_gives_its_result_again()
    {
        using var network = Small(3);
        var run = new TrainingRun { CheckpointFile = _folder.File("checkpoint.npz"), Resume = true };
        using var first = Train(network, OptimizerKind.Sgd, run);
        using var again = Train(network, OptimizerKind.Sgd, run);

        Assert.Equal(first.Epochs, again.Epochs);
        AssertEqualParameters(first.Network, again.Network);
    }

    [Fact]
    public void Checkpoints_between_epochs_change_nothing()
    {
        using var network = Small(3, dropout: 0.3);
        using var whole = Train(network, OptimizerKind.Adam, new TrainingRun());
        using var saved = Train(network, OptimizerKind.Adam, new TrainingRun { CheckpointFile = _folder.File("c.npz"), CheckpointSteps = 1, CheckpointInterval = TimeSpan.Zero });

        AssertEqual(whole, saved);
    }

    [Fact]
    public void Global_random_state_is_neither_read_nor_changed()
    {
        using var network = Small(3, dropout: 0.3);
        using var before = get_rng_state();
        using var first = Train(network, OptimizerKind.Sgd, new TrainingRun());
        using var after = get_rng_state();
        using var drawn = rand(5);
        using var second = Train(network, OptimizerKind.Sgd, new TrainingRun());

        Assert.Equal(before.bytes.ToArray(), after.bytes.ToArray());
        AssertEqual(first, second);
    }

    private static void StopAfter(ref int reads, int count, CancellationTokenSource source)
    {
        if (Interlocked.Increment(ref reads) == count)
            source.Cancel();
    }

    private static TrainingResult Train(Network network, OptimizerKind optimizer, TrainingRun run, int? stopAt = null)
    {
        using var source = new CancellationTokenSource();
        var progress = new Reports([], p =>
        {
            if (p.Step == stopAt)
                source.Cancel();
        });
        return new Trainer(Settings(optimizer)).Train(network, new BarDataset(70, 1), new BarDataset(40, 2), run, progress, source.Token);
    }

    private static void AssertEqual(TrainingResult expected, TrainingResult actual)
    {
        Assert.Equal(
            expected.Epochs.Select(e => e with { Seconds = 0, ImagesPerSecond = 0 }),
            actual.Epochs.Select(e => e with { Seconds = 0, ImagesPerSecond = 0 }));
        AssertEqualParameters(expected.Network, actual.Network);
    }

    private static void AssertEqualParameters(Network expected, Network actual)
    {
        Assert.Equal(expected.Parameters.Keys.Order(), actual.Parameters.Keys.Order());
        Assert.All(expected.Parameters, p => Assert.Equal(p.Value.bytes.ToArray(), actual.Parameters[p.Key].bytes.ToArray()));
    }
}
