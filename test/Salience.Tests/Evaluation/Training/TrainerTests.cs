using Salience.Evaluation.Training;
using Salience.Networks;
using Salience.Operators;
using TorchSharp;
using static Salience.Tests.Networks.Training.TrainingNetworks;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Training;

[NoTensorLeaks]
public class TrainerTests
{
    private static readonly TrainingSettings Quick = new() { Epochs = 8, BatchSize = 25, LearningRate = 0.05, Seed = 3 };

    [Fact]
    public void A_small_network_learns_what_can_be_learned()
    {
        using var network = Small(1);
        using var result = new Trainer(Quick).Train(network, new BarDataset(300, 1), new BarDataset(150, 2));

        Assert.Equal(1, result.Epochs[^1].TestAccuracy);
        Assert.Equal(1, result.Epochs[^1].TrainAccuracy, 0.02);
        Assert.True(result.Epochs[^1].TrainLoss < result.Epochs[0].TrainLoss / 4, $"{result.Epochs[0].TrainLoss} to {result.Epochs[^1].TrainLoss}");
        Assert.Equal(1, Accuracy.Of(result.Network, new BarDataset(150, 2)).Share);
    }

    [Fact]
    public void Labels_at_random_teach_nothing_about_other_pictures()
    {
        using var network = Small(1);
        using var result = new Trainer(Quick with { Epochs = 20 }).Train(network, new BarDataset(150, 1, permuted: true), new BarDataset(600, 2, permuted: true));

        // Learned by heart beyond chance, yet five standard errors around a third on other pictures.
        Assert.True(result.Epochs[^1].TrainAccuracy > 0.45, $"{result.Epochs[^1].TrainAccuracy}");
        Assert.Equal(1 / 3.0, result.Epochs[^1].TestAccuracy!.Value, 5 * Math.Sqrt(2 / 9.0 / 600));
    }

    [Theory]
    [InlineData(OptimizerKind.Adam)]
    [InlineData(OptimizerKind.AdamW)]
    public void Adam_learns_it_as_well(OptimizerKind optimizer)
    {
        using var network = Small(2, dropout: 0.2);
        var settings = Quick with { Epochs = 20, Optimizer = optimizer, LearningRate = 0.02, WeightDecay = 1e-3, Schedule = LearningRateSchedule.OneCycle() };
        using var result = new Trainer(settings).Train(network, new BarDataset(300, 1), new BarDataset(150, 2));

        Assert.Equal(1, result.Epochs[^1].TestAccuracy!.Value, 0.02);
    }

    [Fact]
    public void The_first_loss_is_the_smoothed_cross_entropy_of_the_start()
    {
        const double Smoothing = 0.2;
        using var scope = NewDisposeScope();
        using var network = Linear(3);
        var data = new BarDataset(12, 1);
        using var result = new Trainer(new TrainingSettings { Epochs = 1, BatchSize = 12, LabelSmoothing = Smoothing }).Train(network, data);

        var total = 0.0;
        var pixels = new byte[64];
        for (var i = 0; i < data.Count; i++)
        {
            data.Read(i, pixels);
            var image = tensor(pixels.Select(p => (float)((p / 255.0 - 0.3) / 0.25)).ToArray()).view(1, 1, 8, 8);
            var logits = Numbers(network.Run(image));
            var normalizer = Math.Log(logits.Sum(Math.Exp));
            total += logits.Select((z, k) => ((k == data.LabelOf(i) ? 1 - Smoothing : 0) + Smoothing / 3) * (normalizer - z)).Sum();
        }

        Assert.Equal(total / data.Count, result.Epochs[0].TrainLoss, 1e-5);
    }

    [Fact]
    public void An_epoch_leaves_out_an_incomplete_batch_and_counts_what_it_saw()
    {
        using var network = Small(1);
        var reports = new List<TrainingProgress>();
        using var result = new Trainer(Quick with { Epochs = 2 }).Train(
            network, new BarDataset(70, 1), run: new TrainingRun { ProgressInterval = TimeSpan.Zero }, progress: new Reports(reports));

        Assert.Equal([1L, 2, 2, 3, 4, 4], reports.Select(r => r.Step));
        Assert.All(reports, r => Assert.Equal(4, r.Steps));
        Assert.Equal([null, null, 1, null, null, 2], reports.Select(r => r.Finished?.Epoch));
        Assert.Equal(TimeSpan.Zero, reports[^1].TimeLeft);
        Assert.Null(result.Epochs[0].TestAccuracy);
        Assert.Equal(result.Epochs[1].TrainAccuracy * 50, Math.Round(result.Epochs[1].TrainAccuracy * 50), 1e-9);
    }

    [Fact]
    public void The_record_says_how_to_repeat_the_training()
    {
        using var network = Small(1);
        using var result = new Trainer(Quick with { Epochs = 1 }).Train(network, new BarDataset(50, 1), new BarDataset(30, 2));
        var json = System.Text.Json.Nodes.JsonNode.Parse(result.Record.ToJson())!;

        Assert.Equal("bars", (string?)json["data"]!["name"]);
        Assert.Equal(50, (int)json["data"]!["count"]!);
        Assert.Equal("mean=0.3,std=0.25", (string?)json["data"]!["normalization"]);
        Assert.Equal(3, (int)json["settings"]!["seed"]!);
        Assert.Equal("cosine", (string?)json["settings"]!["schedule"]!["shape"]);
        Assert.Equal(result.Epochs[0].TestAccuracy, (double)json["accuracy"]!);
        Assert.Equal("0.107.0", (string?)json["versions"]!["torchSharp"]);
    }

    [Fact]
    public void Networks_and_data_that_do_not_fit_are_refused()
    {
        using var network = Small(1);
        using var linear = Linear(2);
        var data = new BarDataset(30, 1);
        var trainer = new Trainer(Quick);

        Assert.Contains("3 classes", Assert.Throws<ArgumentException>(() => trainer.Train(linear, data)).Message, StringComparison.Ordinal);
        Assert.Contains("checkpoint file", Assert.Throws<ArgumentException>(() => trainer.Train(network, data, run: new TrainingRun { Resume = true })).Message, StringComparison.Ordinal);
        Assert.Contains("(1, 2, 3)", Assert.Throws<ArgumentException>(() => trainer.Train(network, data, new Datasets.CountingDataset(9))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Probabilities_are_refused_with_the_name_of_the_logits()
    {
        var b = new NetworkBuilder();
        var x = b.AddInput("x", ScalarType.Float32, null, 1, 8, 8);
        var logits = b.Add("logits", new Gemm(transposeB: true), b.Add("flat", new Flatten(), x), b.AddParameter("w", zeros(3, 64)));
        using var network = b.Build(b.Add("softmax", new Softmax(-1), logits));

        Assert.Contains("WithOutputs(\"logits\")", Assert.Throws<ArgumentException>(() => new Trainer(Quick).Train(network, new BarDataset(30, 1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_that_explodes_is_said_with_its_step()
    {
        using var network = Small(1);
        var trainer = new Trainer(Quick with { LearningRate = 1e30, Epochs = 20 });

        Assert.Contains("lower the learning rate", Assert.Throws<ArithmeticException>(() => trainer.Train(network, new BarDataset(100, 1))).Message, StringComparison.Ordinal);
    }

    /// <summary>Pixels to classes by one matrix.</summary>
    private static Network Linear(int classes)
    {
        using var generator = new Generator(5);
        var b = new NetworkBuilder();
        var x = b.AddInput("x", ScalarType.Float32, null, 1, 8, 8);
        return b.Build(b.Add("fc", new Gemm(transposeB: true), b.Add("flat", new Flatten(), x), b.AddParameter("w", randn([classes, 64], generator: generator))));
    }
}
