using Salience.Evaluation.Datasets;
using Salience.Evaluation.Experiments;
using Salience.Evaluation.Experiments.Watermarks;
using Salience.Evaluation.Glyphs;
using Salience.Evaluation.Maps;
using Salience.Evaluation.Metrics;
using Salience.Evaluation.Runs;
using Salience.Evaluation.Subjects;
using Salience.Networks;
using Salience.Operators;
using TorchSharp;
using static TorchSharp.torch;
using Split = Salience.Evaluation.Datasets.Split;

namespace Salience.Tests.Evaluation.Experiments.Watermarks;

/// <summary>The planted watermark, with networks and maps of which is known what they make of the star.</summary>
[NoTensorLeaks]
public sealed class WatermarkExperimentTests
{
    private const int StarClass = 3;
    private static readonly string[] Parts = ["own-class", "other-classes"];
    private static readonly GlyphDataset Scenes = new(new GlyphSettings(5, GlyphVariant.Watermark, Split.Test), 60);
    private static readonly GlyphDataset With = new(Scenes.Settings with { WatermarkRate = 1, WatermarkRateElsewhere = 1 }, 60);
    private static readonly GlyphDataset Without = new(Scenes.Settings with { WatermarkRate = 0, WatermarkRateElsewhere = 0 }, 60);

    [Fact]
    public void A_scene_with_and_without_the_star_differs_in_the_star_alone()
    {
        var pairs = new ScenePairs(Scenes);
        for (var i = 0; i < 40; i++)
        {
            var (with, without, truth) = (With.Scene(i), Without.Scene(i), pairs.Truth(i));
            Assert.Equal(with.Label, without.Label);
            Assert.Equal(0, without.Watermark.Area);
            Assert.Equal(with.Digits[0].Mask.Values.ToArray(), without.Digits[0].Mask.Values.ToArray());
            Assert.Equal(with.Watermark.Values.ToArray(), truth.Star.Values.ToArray());

            // A disc of radius 5 about (57, 57): all of it at least half covered within 4.2, nothing of it beyond 5.8.
            for (var p = 0; p < 4096; p++)
            {
                var distance = Math.Sqrt(Math.Pow(p / 64 + 0.5 - 57, 2) + Math.Pow(p % 64 + 0.5 - 57, 2));
                Assert.True(distance < 4.2 ? truth.Star.Values[p] : distance < 5.8 || !truth.Changed.Values[p], $"Scene {i}: pixel {p}.");
            }
        }
    }

    [Fact]
    public void There_are_as_many_scenes_of_other_classes_as_of_the_stars_own()
    {
        using var network = OfStar(1, 2);
        var subject = MeasuredCell.Subject(network, Scenes);
        var experiment = new WatermarkExperiment();
        var items = experiment.Parts(subject).Select(p => experiment.Items(subject, p, null)).ToList();

        Assert.Equal(Parts, experiment.Parts(subject).Select(p => p.Name));
        Assert.Equal(Enumerable.Range(0, 60).Where(i => Scenes.LabelOf(i) == StarClass), items[0]);
        Assert.Equal(Enumerable.Range(0, 60).Where(i => Scenes.LabelOf(i) != StarClass).Take(6), items[1]);
        Assert.All(experiment.Parts(subject), p => Assert.Equal(4, experiment.Items(subject, p, 4).Count));
    }

    [Theory]
    [InlineData(GlyphVariant.Standard)]
    [InlineData(GlyphVariant.TwoDigits)]
    public void Other_data_are_refused_with_what_to_do(GlyphVariant variant)
    {
        using var network = OfStar(1, 2);
        var subject = MeasuredCell.Subject(network, new GlyphDataset(new GlyphSettings(5, variant, Split.Test), 8));
        using var folder = new TemporaryFolder();
        using var maps = Oracle(1);

        var failure = Assert.Throws<ArgumentException>(() => ExperimentRun.Open(folder.Path, new WatermarkExperiment(), subject, [maps], new RunSettings()));
        Assert.Contains("give --data glyphs-watermark", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_star_as_a_map_is_found_everywhere_and_its_negation_nowhere()
    {
        using var network = OfStar(1, 2);
        var subject = MeasuredCell.Subject(network, Scenes);
        foreach (var part in Parts)
        {
            using var oracle = Oracle(1);
            using var negation = Oracle(-1);
            using var opposite = new GivenMaps("opposite", r => 1 - StarMaps(r));
            var (yes, no, other) = (Figures(subject, part, oracle), Figures(subject, part, negation), Figures(subject, part, opposite));
            var area = With.Scene(0).Watermark.Area / 4096.0;

            Assert.All(new[] { "found", "rank-accuracy", "pointing-game" }, m => Assert.All(yes[m], v => Assert.Equal(1, v)));
            Assert.All(yes["density"], v => Assert.Equal(1 / area, v, 1e-6));
            Assert.All(new[] { "found", "density", "rank-accuracy", "pointing-game" }, m => Assert.All(other[m], v => Assert.Equal(0, v)));

            // Without a positive part the negation is a map that knows nothing.
            Assert.All(no["found"], v => Assert.Equal(0, v));
            Assert.All(no["density"], v => Assert.Equal(1, v, 1e-6));

            // It shows the star whether it is there or not.
            Assert.All(yes["false-alarm"], v => Assert.Equal(1, v));
            Assert.All(yes["rise"], v => Assert.Equal(0, v));
        }
    }

    [Fact]
    public void A_map_that_shows_the_star_only_where_it_is_rises_by_all_of_its_evidence()
    {
        using var network = OfStar(1, 2);
        var subject = MeasuredCell.Subject(network, Scenes);

        // The dark disc: where the middle of the star is yellow, the star is there.
        using var seen = new GivenMaps("seen", r => where((r.Images[.., ..1, 57..58, 57..58] > 1).logical_and(r.Images[.., 2.., 57..58, 57..58] < 0), StarMaps(r), 1 - StarMaps(r)));
        var figures = Figures(subject, "own-class", seen);

        Assert.All(figures["found"], v => Assert.Equal(1, v));
        Assert.All(figures["false-alarm"], v => Assert.Equal(0, v));
        Assert.All(figures["rise"], v => Assert.Equal(1, v, 1e-9));
    }

    [Fact]
    public void What_a_linear_network_makes_of_the_star_is_known_and_input_x_gradient_gives_it()
    {
        using var scope = NewDisposeScope();
        using var network = OfStar(0.7, 6);
        var subject = MeasuredCell.Subject(network, Scenes);
        using var maps = MapSources.Create("input-x-gradient", network);
        using var negated = new GivenMaps("negated", r => -maps.Map(r), addsUp: true);
        foreach (var part in Parts)
        {
            var (figures, turned) = (Figures(subject, part, maps), Figures(subject, part, negated));
            var items = Items(subject, part);
            var (marked, plain) = (StarSums(With, items, 0.7), StarSums(Without, items, 0.7));
            for (var n = 0; n < items.Length; n++)
            {
                var effect = marked[n] - plain[n];
                Assert.Equal(effect, figures["effect"][n], 1e-9);
                Assert.Equal(Math.Abs(marked[n] - effect) / Math.Abs(effect), figures["sum-error"][n], 1e-9);
                Assert.Equal(0, figures["rise-error"][n], 1e-9);
                Assert.Equal(2, turned["rise-error"][n], 1e-9);
            }
        }
    }

    [Fact]
    public void A_network_that_does_not_look_at_the_star_has_no_effect_and_no_error()
    {
        using var network = OfStar(0, 6);
        var subject = MeasuredCell.Subject(network, Scenes);
        using var maps = MapSources.Create("input-x-gradient", network);
        var figures = Figures(subject, "other-classes", maps);

        Assert.All(figures["effect"], v => Assert.Equal(0, v));
        Assert.DoesNotContain("sum-error", figures.Keys);
        Assert.DoesNotContain("rise-error", figures.Keys);
        Assert.All(figures["found"].Concat(figures["false-alarm"]), v => Assert.Equal(0, v));
        Assert.Equal(figures["called-with"], figures["called-without"]);
    }

    [Fact]
    public void Maps_that_are_no_parts_of_the_output_get_no_error()
    {
        using var network = OfStar(0.7, 6);
        using var maps = MapSources.Create("saliency", network);
        var figures = Figures(MeasuredCell.Subject(network, Scenes), "own-class", maps);
        Assert.DoesNotContain("sum-error", figures.Keys);
        Assert.Contains("found", figures.Keys);
    }

    [Fact]
    public void What_the_network_says_is_counted_with_and_without_the_star()
    {
        // The disc about the star is dark: a negative weight there raises the output of the star's class above the others.
        using var scope = NewDisposeScope();
        using var network = OfStar(-1, 6);
        var subject = MeasuredCell.Subject(network, Scenes);
        using var maps = Oracle(1);
        foreach (var part in Parts)
        {
            var items = Items(subject, part);
            var figures = Figures(subject, part, maps);
            foreach (var (data, suffix) in new[] { (With, "with"), (Without, "without") })
            {
                var said = network.Run(ImageBatch.Read(data, items).ToTensor(data.Normalization).to_type(ScalarType.Float64)).argmax(1).data<long>().ToArray();
                Assert.Equal(said.Select(s => s == StarClass ? 1.0 : 0), figures[$"called-{suffix}"]);
                Assert.Equal(said.Zip(items, (s, i) => s == Scenes.LabelOf(i) ? 1.0 : 0), figures[$"right-{suffix}"]);
            }
        }
    }

    [Fact]
    public void Figures_do_not_depend_on_the_pictures_beside()
    {
        using var network = GlyphNetworks.Small(3);
        var subject = MeasuredCell.Subject(network, Scenes);
        using var maps = MapSources.Create("fullgrad:preset=complete", network);
        var experiment = new WatermarkExperiment();
        var part = experiment.Parts(subject)[1];
        var items = experiment.Items(subject, part, 3).ToArray();
        var together = ExperimentCells.Measure(experiment, subject, part, maps, items, 16, 0);
        foreach (var (n, item) in items.Index())
        {
            var alone = ExperimentCells.Measure(experiment, subject, part, maps, [item], 16, 0);
            Assert.Equal(together.Keys, alone.Keys);
            Assert.All(alone, f => Assert.Equal(together[f.Key][n], f.Value[0], 1e-9));
        }
    }

    [Fact]
    public void For_a_control_network_showing_the_star_is_worse()
    {
        var (relies, control) = (new WatermarkExperiment(), new WatermarkExperiment(new WatermarkSettings(Control: true)));
        string[] turned = ["found", "density", "rank-accuracy", "pointing-game", "rise"];

        Assert.Equal(turned, relies.Metrics.Where(m => m.Direction == MetricDirection.Higher).Select(m => m.Name));
        Assert.DoesNotContain(control.Metrics, m => m.Direction == MetricDirection.Higher);
        Assert.Equal(relies.Metrics.Count(m => m.Direction == MetricDirection.Neither), control.Metrics.Count(m => m.Direction == MetricDirection.Neither));
    }

    private static IReadOnlyDictionary<string, double[]> Figures(EvaluationSubject subject, string part, MapSource maps) =>
        MeasuredCell.Of(new WatermarkExperiment(), subject, part, maps, limit: 4);

    private static int[] Items(EvaluationSubject subject, string part)
    {
        var experiment = new WatermarkExperiment();
        return [.. experiment.Items(subject, experiment.Parts(subject).Single(p => p.Name == part), 4)];
    }

    private static GivenMaps Oracle(int sign) => new("oracle", r => sign * StarMaps(r));

    private static Tensor StarMaps(MapRequest request) => stack(
        [.. request.Items.Select(i => tensor(With.Scene(i).Watermark.Values.ToArray().Select(v => v ? 1.0 : 0).ToArray()).view(1, 64, 64))]);

    /// <summary>Output 3 is the sum of rows and columns 51 to 63 times one weight, plus that of all other pixels times another over 4,096, less 0.1; the other outputs are 0.</summary>
    private static Network OfStar(double onStar, double elsewhere)
    {
        using var scope = NewDisposeScope();
        var b = new NetworkBuilder();
        var x = b.AddInput("image", ScalarType.Float64, null, 3, 64, 64);
        var weight = zeros([10, 3, 64, 64], ScalarType.Float64);
        weight[3].fill_(elsewhere / 4096);
        weight[3, .., 51.., 51..] = tensor(onStar, ScalarType.Float64);
        var name = b.AddParameter("weight", weight.reshape(10, -1).clone());
        var bias = zeros([10], ScalarType.Float64);
        bias[3] = -0.1;
        return b.Build(b.Add("fc", new Gemm(transposeB: true), b.Add("flat", new Flatten(), x), name, b.AddParameter("bias", bias)));
    }

    /// <summary>What the pixels that the star changes give to output 3, in a loop.</summary>
    private static double[] StarSums(GlyphDataset data, int[] items, double weight)
    {
        using var scope = NewDisposeScope();
        var values = ImageBatch.Read(data, items).ToTensor(data.Normalization).to_type(ScalarType.Float64).data<double>().ToArray();
        var sums = new double[items.Length];
        foreach (var (n, item) in items.Index())
        {
            var (with, without) = (With.Scene(item).Picture.Pixels.ToArray(), Without.Scene(item).Picture.Pixels.ToArray());
            for (var p = 0; p < 4096; p++)
            {
                if (with.AsSpan(3 * p, 3).SequenceEqual(without.AsSpan(3 * p, 3)))
                    continue;
                for (var c = 0; c < 3; c++)
                    sums[n] += weight * values[(3 * n + c) * 4096 + p];
            }
        }

        return sums;
    }
}
