using Salience.Evaluation.Budgets;
using Salience.Evaluation.Datasets;
using Salience.Evaluation.Experiments.LabelPermutation;
using Salience.Evaluation.Maps;
using Salience.Evaluation.Runs;
using Salience.Evaluation.Subjects;
using Salience.Networks;
using Salience.Operators;
using Salience.Tests.Evaluation.Experiments.LabelPermutation;
using Salience.Tests.Evaluation.Runs;
using Salience.Tests.Evaluation.Training;
using Salience.Tests.Networks.Training;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Experiments.Retraining;

/// <summary>Runs that train networks: once each, over interruptions, on one thread.</summary>
[NoTensorLeaks]
[Collection(AloneCollection.Name)]
public sealed class RetrainingRunTests : IDisposable
{
    private static readonly LabelPermutationSettings Settings = new(Pictures: 60, Epochs: 8, LearningRate: 0.02, BatchSize: 20);
    private readonly int _threads = get_num_threads();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        set_num_threads(_threads);
        _folder.Dispose();
    }

    [Fact]
    public void Each_network_is_trained_once_for_all_cells_and_the_display_says_how_far_it_is()
    {
        var told = new List<RunProgress>();
        Run("run", told.Add);

        var trainings = told.Where(p => p.Cell.StartsWith("training on ", StringComparison.Ordinal)).ToList();
        var titles = trainings.Select(p => p.Cell.Split(':')[0]).ToList();
        string[] expected = ["training on true labels", "training on true labels from another start", "training on permuted labels"];
        Assert.Equal(expected, titles.Where((t, i) => i == 0 || titles[i - 1] != t));
        Assert.Contains(trainings, p => p.Cell.StartsWith("training on permuted labels: epoch 8 of 8, loss ", StringComparison.Ordinal));
        Assert.All(trainings, p => Assert.Equal((0, 12), (p.Done, p.Total)));
        Assert.False(Directory.Exists(_folder.File("run/work")));
    }

    [Theory]
    [InlineData("training on true labels: epoch 1 of")]
    [InlineData("training on permuted labels: epoch 5 of")]
    public void A_run_cancelled_within_a_training_goes_on_with_it_and_ends_with_the_same_bytes(string stopAt)
    {
        set_num_threads(2);
        Run("whole", _ => { });
        using (var stop = new CancellationTokenSource())
        {
            Assert.Throws<OperationCanceledException>(() => Run("broken", p =>
            {
                if (p.Cell.StartsWith(stopAt, StringComparison.Ordinal))
                    stop.Cancel();
            }, stop.Token));
        }

        Assert.Equal(2, get_num_threads());
        Assert.NotEmpty(Directory.GetFiles(_folder.File("broken/work"), "*.npz"));
        File.WriteAllBytes(_folder.File("broken/work/.true-labels.npz.torn"), [1]);
        var told = new List<string>();
        Run("broken", p => told.Add(p.Cell));

        // What was trained before is not trained again.
        Assert.DoesNotContain(told, t => stopAt.Contains("permuted", StringComparison.Ordinal) && (t.Contains("true labels:", StringComparison.Ordinal) || t.Contains("labels: epoch 4 of", StringComparison.Ordinal)));
        Assert.Equal(RunFiles.Read(_folder.File("whole")), RunFiles.Read(_folder.File("broken")));
    }

    [Fact]
    public void The_run_record_names_the_pictures_that_were_learned_and_others_are_refused()
    {
        Run("run", _ => { });
        Assert.Contains("\"training\"", File.ReadAllText(_folder.File("run/run.json")), StringComparison.Ordinal);
        using var network = TrainingNetworks.Small(3);
        var other = BarSubject.Of(network, new BarDataset(90, 77));
        using var maps = MapSources.Create("saliency", network);
        using var control = MapSources.Create("sobel", network);
        var message = Assert.Throws<InvalidDataException>(
            () => ExperimentRun.Open(_folder.File("run"), new LabelPermutationExperiment(Settings), other, [maps, control], new RunSettings(6, Chunk: 2))).Message;
        Assert.Contains("training.sha256", message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_trained_is_refused_with_what_to_do()
    {
        using var network = TrainingNetworks.Small(3);
        var b = new NetworkBuilder();
        var x = b.AddInput("x", ScalarType.Float32, null, 1, 8, 8);
        using var fixedForm = b.Build(b.Add("flat", new Flatten(), x));
        using var probabilities = Probabilities();
        string Message(EvaluationSubject subject) =>
            Assert.Throws<ArgumentException>(() => ExperimentRun.Open(_folder.File("run"), new LabelPermutationExperiment(Settings), subject, [], new RunSettings()).Dispose()).Message;

        Assert.Contains("a folder with the folders train and test", Message(MeasuredCell.Subject(network, BarSubject.Test)), StringComparison.Ordinal);
        Assert.Contains("no weight that could be learned", Message(BarSubject.Of(fixedForm)), StringComparison.Ordinal);
        Assert.Contains("--output z", Message(BarSubject.Of(probabilities)), StringComparison.Ordinal);
        Assert.Contains("give pictures of one size", Message(BarSubject.Of(network, new NoiseDataset(new ImageShape(1, 9, 9), 30))), StringComparison.Ordinal);
        Assert.Contains("the same class folders", Message(BarSubject.Of(network, new NoiseDataset(new ImageShape(1, 8, 8), 30))), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("run")));
    }

    [Fact]
    public void No_probe_of_a_budget_trains()
    {
        using var network = TrainingNetworks.Small(3);
        var subject = BarSubject.Of(network, new BarDataset(90, 1, onRead: _ => Assert.Fail("read to be trained on")));
        using var maps = MapSources.Create("sobel", network);
        var failure = Assert.Throws<ArgumentException>(
            () => ExperimentCost.Measure(new LabelPermutationExperiment(Settings), subject, [maps], new RunSettings(), TimeSpan.FromSeconds(1)));
        Assert.Contains("give a number of pictures", failure.Message, StringComparison.Ordinal);
    }

    private static Network Probabilities()
    {
        using var scope = NewDisposeScope();
        var b = new NetworkBuilder();
        var x = b.Add("flat", new Flatten(), b.AddInput("x", ScalarType.Float32, null, 1, 8, 8));
        var z = b.Add("z", new Gemm(transposeB: true), x, b.AddParameter("w", ones(3, 64)));
        return b.Build(b.Add("p", new Softmax(), z));
    }

    /// <summary>2 methods × 2 parts × 3 chunks.</summary>
    private void Run(string name, Action<RunProgress> listen, CancellationToken cancellation = default)
    {
        using var network = TrainingNetworks.Small(3);
        using var maps = MapSources.Create("saliency", network);
        using var control = MapSources.Create("sobel", network);
        using var run = ExperimentRun.Open(
            _folder.File(name), new LabelPermutationExperiment(Settings), BarSubject.Of(network), [maps, control], new RunSettings(6, Chunk: 2));
        run.Execute(new Listener(listen), cancellation);
    }

    private sealed class Listener(Action<RunProgress> listen) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => listen(value);
    }
}
