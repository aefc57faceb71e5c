using Salience.Attribution;
using Salience.Decomposition;
using Salience.Evaluation.Datasets;
using Salience.Evaluation.Experiments.LabelPermutation;
using Salience.Evaluation.Maps;
using Salience.Evaluation.MapSimilarity;
using Salience.Evaluation.Randomization;
using Salience.Evaluation.Training;
using Salience.Networks;
using Salience.Tests.Networks.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Experiments.LabelPermutation;

/// <summary>The data randomisation test on pictures of bars: what it says of maps whose truth is known, and that it trains as it says.</summary>
[NoTensorLeaks]
[Collection(AloneCollection.Name)]
public sealed class LabelPermutationExperimentTests : IDisposable
{
    private const string Permuted = "permuted-labels";
    private const string Again = "another-start";
    private static readonly LabelPermutationSettings Settings = new(Pictures: 60, Epochs: 15, LearningRate: 0.02, BatchSize: 20);
    private readonly int _threads = get_num_threads();

    public void Dispose() => set_num_threads(_threads);

    [Fact]
    public void A_map_of_the_picture_alone_never_changes()
    {
        using var network = TrainingNetworks.Small(3);
        var subject = BarSubject.Of(network);
        foreach (var part in new[] { Permuted, Again })
        {
            var figures = MeasuredCell.Of(new LabelPermutationExperiment(Settings), subject, part, "sobel", limit: 3);
            Assert.All(["spearman-absolute", "spearman-signed", "spearman-on-ink", "hog"], m => Assert.All(figures[m], v => Assert.Equal(1, v, 1e-9)));
            Assert.Equal(part == Permuted, figures.ContainsKey("label-dependence"));
            if (part == Permuted)
                Assert.All([.. figures["label-dependence"], .. figures["label-dependence-signed"]], v => Assert.Equal(0, v, 1e-9));
        }
    }

    [Fact]
    public void A_map_that_turns_over_where_the_network_does_not_know_the_class_depends_on_the_labels_wholly()
    {
        using var network = TrainingNetworks.Small(3);
        var subject = BarSubject.Of(network);
        using var maps = new KnowingMaps(network);

        var experiment = new LabelPermutationExperiment(Settings with { Epochs = 30 });
        var permuted = MeasuredCell.Of(experiment, subject, Permuted, maps, limit: 12);
        var again = MeasuredCell.Of(experiment, subject, Again, maps, limit: 12);

        var (turned, kept) = (0, 0);
        for (var n = 0; n < 12; n++)
        {
            var (first, second, third) = (permuted["reference-test-accuracy"][n], again["test-accuracy"][n], permuted["test-accuracy"][n]);
            Assert.Equal(first == third ? 1 : -1, permuted["spearman-absolute"][n], 1e-9);
            Assert.Equal(first == second ? 1 : -1, again["spearman-absolute"][n], 1e-9);
            Assert.Equal(again["spearman-on-ink"][n] - permuted["spearman-on-ink"][n], permuted["label-dependence"][n], 1e-9);
            turned += permuted["label-dependence"][n] == 2 ? 1 : 0;
            kept += again["spearman-absolute"][n] > 0.5 ? 1 : 0;
        }

        Assert.True(turned >= 3 && kept >= 10, $"{turned} maps turned over and {kept} stayed.");
    }

    [Fact]
    public void The_figures_are_those_of_trainings_done_one_by_one()
    {
        set_num_threads(1);
        using var scope = NewDisposeScope();
        using var form = TrainingNetworks.Small(3);
        var figures = new[] { Permuted, Again }.ToDictionary(
            part => part, part => MeasuredCell.Of(new LabelPermutationExperiment(Settings), BarSubject.Of(form), part, "input-x-gradient", limit: 4, seed: 5));

        var pictures = Subset.Divide(BarSubject.Train, 60.0 / 90, 5).Part;
        using var reference = Train(form, pictures, seed: 5);
        using var again = Train(form, pictures, seed: 6);
        using var permuted = Train(form, new PermutedLabels(pictures, 5), seed: 6);
        var batch = ImageBatch.Read(BarSubject.Test, [0, 1, 2, 3]);
        var images = batch.ToTensor(BarSubject.Test.Normalization);
        using var first = AttributionMethods.Create("input-x-gradient", reference.Network);
        using var explained = first.Explain(images, Target.ArgMax);
        foreach (var (part, other) in new[] { (Permuted, permuted), (Again, again) })
        {
            using var second = AttributionMethods.Create("input-x-gradient", other.Network);
            using var map = second.Explain(images, Target.Classes([.. explained.Classes!.Select(c => (int)c)]));
            var ink = ones([4, 1, 8, 8], ScalarType.Bool);
            for (var n = 0; n < 4; n++)
            {
                for (var i = 0; i < 64; i++)
                    ink[n, 0, i / 8, i % 8] = batch.Image(n)[i] != 0;
            }

            var expected = MapComparison.Of(explained.Map, map.Map, ink);
            Assert.Equal(expected.Select(c => c.SpearmanAbsolute), figures[part]["spearman-absolute"]);
            Assert.Equal(expected.Select(c => c.SpearmanSigned), figures[part]["spearman-signed"]);
            Assert.Equal(expected.Select(c => c.SpearmanInk), figures[part]["spearman-on-ink"]);
            Assert.Equal(expected.Select(c => c.OrientedGradients), figures[part]["hog"]);
            Assert.True(figures[part]["spearman-absolute"].Distinct().Count() == 4);
            var learned = part == Permuted ? new PermutedLabels(pictures, 5) : (ImageDataset)pictures;
            Assert.All(figures[part]["training-accuracy"], v => Assert.Equal(Accuracy.Of(other.Network, learned).Share, v));
            Assert.All(figures[part]["reference-training-accuracy"], v => Assert.Equal(Accuracy.Of(reference.Network, pictures).Share, v));
            var predicted = other.Network.Run(images).argmax(1).data<long>().ToArray();
            Assert.Equal(Enumerable.Range(0, 4).Select(n => predicted[n] == BarSubject.Test.LabelOf(n) ? 1.0 : 0), figures[part]["test-accuracy"]);
        }
    }

    [Fact]
    public void What_was_not_learned_to_the_end_is_marked()
    {
        using var network = TrainingNetworks.Small(3);
        var subject = BarSubject.Of(network);
        double[] Fitted(double share) => MeasuredCell.Of(new LabelPermutationExperiment(Settings with { Epochs = 1, Fitted = share }), subject, Permuted, "sobel", limit: 1)["fitted"];

        Assert.Equal([0], Fitted(1));
        Assert.Equal([1], Fitted(0.1));
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        string Message(LabelPermutationSettings settings) => Assert.ThrowsAny<ArgumentException>(() => new LabelPermutationExperiment(settings)).Message;

        Assert.Contains("pictures=0", Message(Settings with { Pictures = 0 }), StringComparison.Ordinal);
        Assert.Contains("fitted=2", Message(Settings with { Fitted = 2 }), StringComparison.Ordinal);
        Assert.Contains("Epochs is 0", Message(Settings with { Epochs = 0 }), StringComparison.Ordinal);
        Assert.Contains("LearningRate is -1", Message(Settings with { LearningRate = -1 }), StringComparison.Ordinal);
    }

    private static TrainingResult Train(Network form, ImageDataset pictures, long seed)
    {
        using var start = NetworkInitializer.Apply(form, seed);
        var settings = new TrainingSettings
        {
            Epochs = 15,
            LearningRate = 0.02,
            BatchSize = 20,
            Optimizer = OptimizerKind.AdamW,
            Schedule = LearningRateSchedule.OneCycle(0.25, 0.1),
            Seed = seed,
        };
        return new Trainer(settings).Train(start, pictures);
    }

    /// <summary>The picture where the network names its class, otherwise its negative.</summary>
    private sealed class KnowingMaps(Network network) : MapSource
    {
        public override string Name => "knowing";

        public override string Formula => "made up";

        public override string Source => "test";

        public override IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>();

        public override Tensor Map(MapRequest request)
        {
            using var scope = NewDisposeScope();
            using var quiet = no_grad();
            var labels = tensor(request.Items.Select(i => (long)BarSubject.Test.LabelOf(i)).ToArray());
            var knows = network.Run(request.Images).argmax(1).eq(labels).view(-1, 1, 1, 1);
            return where(knows, request.Images + 10, 10 - request.Images).MoveToOuterDisposeScope();
        }

        public override MapSource On(Network other) => new KnowingMaps(other);
    }
}
