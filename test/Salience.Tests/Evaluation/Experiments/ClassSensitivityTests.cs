using Salience.Evaluation.Datasets;
using Salience.Evaluation.Experiments;
using Salience.Evaluation.Glyphs;
using Salience.Evaluation.Statistics;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Experiments;

/// <summary>Class sensitivity with maps whose order is known.</summary>
[NoTensorLeaks]
public class ClassSensitivityTests
{
    private static readonly GlyphDataset Scenes = new(new GlyphSettings(3, GlyphVariant.TwoDigits, Split.Test), 6);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(-1, 0)]
    public void A_map_of_the_right_digit_has_all_of_its_mass_on_it_and_one_of_the_other_none(int sign, double expected)
    {
        using var scope = NewDisposeScope();
        using var network = LinearClassifier.Make(3, 64, 64, 10, seed: 4);
        var subject = MeasuredCell.Subject(network, Scenes);

        // The first digit is asked for first.
        var calls = 0;
        using var oracle = new GivenMaps("oracle", r =>
        {
            var digit = calls++ % 2;
            return stack([.. r.Items.Select(i => Mask(i, sign > 0 ? digit : 1 - digit))]);
        });

        var figures = MeasuredCell.Of(new ClassSensitivity(), subject, "two-digits", oracle);

        Assert.All(figures["own-mass"], v => Assert.Equal(expected, v, 1e-9));
        Assert.All(figures["pointing-game"], v => Assert.Equal(expected, v, 1e-9));
        Assert.All(figures["own-rank"].Zip(figures["own-area"]), p => Assert.True(sign > 0 ? p.First == 1 : p.First < p.Second));
    }

    [Fact]
    public void A_flat_map_gets_what_chance_gives()
    {
        using var scope = NewDisposeScope();
        using var network = LinearClassifier.Make(3, 64, 64, 10, seed: 4);
        using var flat = new GivenMaps("flat", r => ones([r.Images.shape[0], 1, 64, 64], ScalarType.Float64));

        var figures = MeasuredCell.Of(new ClassSensitivity(), MeasuredCell.Subject(network, Scenes), "two-digits", flat);

        Assert.All(figures["own-area"], v => Assert.Equal(0.5, v, 1e-9));
        Assert.Equal(figures["own-area"], figures["own-mass"].Select(v => Math.Round(v, 12)));
        Assert.Equal(figures["own-area"], figures["own-rank"].Select(v => Math.Round(v, 12)));
    }

    [Fact]
    public void The_maps_of_the_two_best_classes_are_compared()
    {
        using var scope = NewDisposeScope();
        using var network = LinearClassifier.Make(3, 4, 5, 10, seed: 4);
        var data = new NoiseDataset(new ImageShape(3, 4, 5), 12);
        var subject = MeasuredCell.Subject(network, data);

        var figures = MeasuredCell.Of(new ClassSensitivity(), subject, "top-two", "input-x-gradient:map=sum", limit: 3);

        var images = ImageBatch.Read(data, [0, 1, 2]).ToTensor(data.Normalization).to_type(ScalarType.Float64);
        var ranked = network.Run(images).topk(2, 1).indexes.data<long>().ToArray();
        for (var n = 0; n < 3; n++)
            AssertLikeness(figures, n, LinearMap(network, images[n], ranked[2 * n]), LinearMap(network, images[n], ranked[2 * n + 1]));
    }

    [Fact]
    public void The_maps_of_the_two_digits_are_compared()
    {
        using var scope = NewDisposeScope();
        using var network = LinearClassifier.Make(3, 64, 64, 10, seed: 4);
        var figures = MeasuredCell.Of(new ClassSensitivity(), MeasuredCell.Subject(network, Scenes), "two-digits", "input-x-gradient:map=sum");

        var images = ImageBatch.Read(Scenes, [0, 1, 2, 3]).ToTensor(Scenes.Normalization).to_type(ScalarType.Float64);
        for (var n = 0; n < 4; n++)
            AssertLikeness(figures, n, LinearMap(network, images[n], Scenes.Scene(n).Digits[0].Class), LinearMap(network, images[n], Scenes.Scene(n).Digits[1].Class));
    }

    [Fact]
    public void Masks_as_maps_are_unlike_and_one_map_for_both_digits_is_alike()
    {
        using var scope = NewDisposeScope();
        using var network = LinearClassifier.Make(3, 64, 64, 10, seed: 4);
        var subject = MeasuredCell.Subject(network, Scenes);
        var calls = 0;
        using var oracle = new GivenMaps("oracle", r =>
        {
            var digit = calls++ % 2;
            return stack([.. r.Items.Select(i => Mask(i, digit))]);
        });
        using var blind = new GivenMaps("blind", r => stack([.. r.Items.Select(i => 10 * Mask(i, 0) + arange(4096, ScalarType.Float64).view(1, 64, 64) / 4096)]));
        var (apart, same) = (MeasuredCell.Of(new ClassSensitivity(), subject, "two-digits", oracle), MeasuredCell.Of(new ClassSensitivity(), subject, "two-digits", blind));

        for (var n = 0; n < 4; n++)
        {
            // The correlation of the indicators of disjoint sets of a and b of all pixels, which is that of their ranks.
            var (a, b) = (Scenes.Scene(n).Digits[0].Mask.Area / 4096.0, Scenes.Scene(n).Digits[1].Mask.Area / 4096.0);
            Assert.Equal(-Math.Sqrt(a * b / ((1 - a) * (1 - b))), apart["spearman-absolute"][n], 1e-9);
        }

        Assert.All(same["spearman-absolute"].Concat(same["spearman-signed"]).Concat(same["top-overlap"]), v => Assert.Equal(1, v, 1e-9));

        // Its one largest place lies on the first digit for both classes.
        Assert.All(same["pointing-game"].Concat(same["own-mass"]), v => Assert.Equal(0.5, v, 1e-9));
    }

    [Fact]
    public void A_chosen_pair_is_compared_on_every_picture()
    {
        using var scope = NewDisposeScope();
        using var network = LinearClassifier.Make(3, 4, 5, 10, seed: 4);
        var data = new NoiseDataset(new ImageShape(3, 4, 5), 12);
        var subject = MeasuredCell.Subject(network, data);
        var images = ImageBatch.Read(data, [0, 1, 2]).ToTensor(data.Normalization).to_type(ScalarType.Float64);
        foreach (var text in new[] { "7,2", "class 7|class 2" })
        {
            var experiment = new ClassSensitivity(new ClassSensitivitySettings(Pair: text));
            Assert.Equal(["top-two", "pair"], experiment.Parts(subject).Select(p => p.Name));
            Assert.Equal(text, experiment.Settings["pair"]);
            var figures = MeasuredCell.Of(experiment, subject, "pair", "input-x-gradient:map=sum", limit: 3);
            for (var n = 0; n < 3; n++)
                AssertLikeness(figures, n, LinearMap(network, images[n], 7), LinearMap(network, images[n], 2));
        }
    }

    [Theory]
    [InlineData("7,10", "no output 10")]
    [InlineData("7,7", "twice")]
    [InlineData("class 7,class 11", "did you mean")]
    public void A_pair_that_does_not_exist_is_refused_before_anything_is_measured(string text, string message)
    {
        using var scope = NewDisposeScope();
        using var network = LinearClassifier.Make(3, 4, 5, 10, seed: 4);
        var subject = MeasuredCell.Subject(network, new NoiseDataset(new ImageShape(3, 4, 5), 12));
        Assert.Contains(message, new ClassSensitivity(new ClassSensitivitySettings(Pair: text)).Refuses(subject), StringComparison.Ordinal);
        Assert.Null(new ClassSensitivity().Refuses(subject));
        Assert.Null(new ClassSensitivity(new ClassSensitivitySettings(Pair: "7,2")).Refuses(subject));
    }

    [Fact]
    public void Scenes_with_one_digit_have_no_second_part()
    {
        using var scope = NewDisposeScope();
        using var network = LinearClassifier.Make(3, 64, 64, 10, seed: 4);
        var one = new GlyphDataset(new GlyphSettings(3, GlyphVariant.Standard, Split.Test), 2);

        Assert.Equal(["top-two"], new ClassSensitivity().Parts(MeasuredCell.Subject(network, one)).Select(p => p.Name));
        Assert.Equal(["top-two", "two-digits"], new ClassSensitivity().Parts(MeasuredCell.Subject(network, Scenes)).Select(p => p.Name));
    }

    private static double[] LinearMap(Network network, Tensor image, long output) =>
        (network.Parameters["fc.weight"][output].view(image.shape) * image).sum([0L]).flatten().data<double>().ToArray();

    private static void AssertLikeness(IReadOnlyDictionary<string, double[]> figures, int n, double[] a, double[] b)
    {
        var (first, second) = (a.Select(Math.Abs).ToArray(), b.Select(Math.Abs).ToArray());
        Assert.Equal(RankCorrelation.Spearman(a, b), figures["spearman-signed"][n], 1e-9);
        Assert.Equal(RankCorrelation.Spearman(first, second), figures["spearman-absolute"][n], 1e-9);
        Assert.Equal(TopOverlap.Of(first, second), figures["top-overlap"][n], 1e-9);
    }

    private static Tensor Mask(int item, int digit)
    {
        var mask = Scenes.Scene(item).Digits[digit].Mask;
        return tensor(mask.Values.ToArray().Select(v => v ? 1.0 : 0).ToArray()).view(1, 64, 64);
    }
}
