using Salience.Attribution;
using Salience.Decomposition;
using Salience.Evaluation.Datasets;
using Salience.Evaluation.Experiments;
using Salience.Evaluation.Experiments.SanityChecks;
using Salience.Evaluation.Maps;
using Salience.Evaluation.MapSimilarity;
using Salience.Evaluation.Randomization;
using Salience.Evaluation.Runs;
using Salience.Evaluation.Subjects;
using Salience.Networks;
using Salience.Operators;
using Salience.Tests.Decomposition;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Experiments.SanityChecks;

/// <summary>The sanity checks: a map that knows nothing of the network fails them all, and figures are those of the definition.</summary>
[NoTensorLeaks]
public class SanityCheckExperimentTests
{
    private static readonly string[] Means = ["mean-spearman-absolute", "mean-spearman-signed", "mean-spearman-on-ink", "mean-ssim", "mean-hog"];

    [Fact]
    public void A_map_of_the_picture_alone_never_changes()
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(1, () => new Relu());
        var subject = Subject(network);
        var experiment = new SanityCheckExperiment(new SanityCheckSettings(Stages: 3, Samples: 2));
        foreach (var part in experiment.Parts(subject))
        {
            var figures = MeasuredCell.Of(experiment, subject, part.Name, "sobel", limit: 2);
            Assert.All(Means, m => Assert.All(figures[m], v => Assert.Equal(1, v, 1e-6)));
            if (part.Name == "all-layers")
                Assert.All(figures["entropy-rise"], v => Assert.Equal(0, v, 1e-9));
        }
    }

    [Fact]
    public void The_last_stage_of_both_orders_and_the_whole_network_are_one_and_the_same()
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(1, () => new Relu());
        var subject = Subject(network);
        var experiment = new SanityCheckExperiment(new SanityCheckSettings(Stages: 4));

        var down = MeasuredCell.Of(experiment, subject, "top-down", "saliency", limit: 3);
        var up = MeasuredCell.Of(experiment, subject, "bottom-up", "saliency", limit: 3);
        var all = MeasuredCell.Of(experiment, subject, "all-layers", "saliency", limit: 3);
        var alone = MeasuredCell.Of(experiment, subject, "independent", "saliency", limit: 3);
        var dense = MeasuredCell.Of(experiment, subject, "fully-connected", "saliency", limit: 3);
        for (var n = 0; n < 3; n++)
        {
            Assert.Equal(all["mean-spearman-absolute"][n], down["spearman-absolute"][4 * n + 3], 1e-12);
            Assert.Equal(all["mean-spearman-absolute"][n], up["spearman-absolute"][4 * n + 3], 1e-12);
            // Four layers in four stages: the first stage has the last layer random alone, which is the fully-connected one.
            Assert.Equal(dense["mean-hog"][n], down["hog"][4 * n], 1e-12);
            Assert.Equal(alone["ssim"][4 * n], down["ssim"][4 * n], 1e-12);
            Assert.Equal(down["spearman-signed"].AsSpan(4 * n, 4).ToArray().Average(), down["mean-spearman-signed"][n], 1e-12);
        }
    }

    [Fact]
    public void Parts_that_share_the_trained_map_find_what_each_finds_alone()
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(1, () => new Relu());
        var subject = Subject(network);
        var experiment = new SanityCheckExperiment(new SanityCheckSettings(Stages: 2, Samples: 2));
        using var method = MapSources.Create("saliency", network, 16);
        using var bench = new CellBench(subject, new CellOptions(0, 16, CancellationToken.None));
        int[] items = [0, 1, 2];
        foreach (var part in experiment.Parts(subject))
            Assert.Equal(MeasuredCell.Of(experiment, subject, part.Name, "saliency", limit: 3), bench.Measure(experiment, new PlannedCell(0, part, method, items)).Values);
    }

    [Theory]
    [InlineData(RandomizedClass.Trained)]
    [InlineData(RandomizedClass.Current)]
    public void The_figures_compare_the_maps_of_trained_and_random_network(RandomizedClass explain)
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(1, () => new Relu());
        var data = Pictures();
        var subject = MeasuredCell.Subject(network, data);
        var experiment = new SanityCheckExperiment(new SanityCheckSettings(Stages: 2, Explain: explain));

        var figures = MeasuredCell.Of(experiment, subject, "all-layers", "input-x-gradient", limit: 2, seed: 6);

        using var random = NetworkRandomizer.Apply(network, RandomizableLayer.Of(network), seed: 6);
        using var before = AttributionMethods.Create("input-x-gradient", network);
        using var after = AttributionMethods.Create("input-x-gradient", random);
        var pictures = ImageBatch.Read(data, [0, 1]);
        var images = pictures.ToTensor(data.Normalization).to_type(ScalarType.Float64);
        using var trained = before.Explain(images, Target.ArgMax);
        using var other = after.Explain(images, explain == RandomizedClass.Current ? Target.ArgMax : Target.Classes([.. trained.Classes!.Select(c => (int)c)]));
        var ink = images.ne(0).any(1, true);
        var expected = MapComparison.Of(trained.Map, other.Map, ink);
        for (var n = 0; n < 2; n++)
        {
            Assert.Equal(expected[n].SpearmanAbsolute, figures["mean-spearman-absolute"][n], 1e-12);
            Assert.Equal(expected[n].SpearmanInk, figures["mean-spearman-on-ink"][n], 1e-12);
            Assert.Equal(expected[n].StructuralSimilarity, figures["mean-ssim"][n], 1e-12);
            var (h, random2) = (MapEntropy.Of(trained.Map)[n], MapEntropy.Of(other.Map)[n]);
            Assert.Equal((random2 - h) / h, figures["entropy-rise"][n], 1e-12);
        }
    }

    [Fact]
    public void Networks_that_are_kept_and_networks_drawn_for_each_use_give_the_same_figures()
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(1, () => new Relu());
        var subject = Subject(network);
        var settings = new SanityCheckSettings(Stages: 2);
        var (kept, drawn) = (new SanityCheckExperiment(settings), new SanityCheckExperiment(settings, keptBytes: 0));
        foreach (var part in new[] { "top-down", "all-layers" })
            Assert.Equal(MeasuredCell.Of(kept, subject, part, "saliency"), MeasuredCell.Of(drawn, subject, part, "saliency"));
    }

    [Fact]
    public void Noisy_copies_and_random_classes_depend_on_the_picture_not_on_its_neighbours()
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(1, () => new Relu());
        var subject = Subject(network);
        var experiment = new SanityCheckExperiment(new SanityCheckSettings(Stages: 2, Samples: 3));
        foreach (var part in new[] { "smooth", "random-logit" })
        {
            var (few, many) = (MeasuredCell.Of(experiment, subject, part, "saliency", limit: 1), MeasuredCell.Of(experiment, subject, part, "saliency", limit: 4));
            Assert.Equal(few["mean-spearman-absolute"][0], many["mean-spearman-absolute"][0], 1e-9);
            Assert.True(many["mean-spearman-absolute"].Distinct().Count() > 1);
        }
    }

    private static NoiseDataset Pictures() => new(new ImageShape(3, 13, 12), 20, classes: 5);

    private static EvaluationSubject Subject(Network network) => MeasuredCell.Subject(network, Pictures());
}
