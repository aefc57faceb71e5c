using Salience.Evaluation.Datasets;
using Salience.Evaluation.Experiments;
using Salience.Evaluation.Glyphs;
using Salience.Evaluation.Statistics;
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
        var weights = network.Parameters["fc.weight"].view(10, 3, 4, 5);
        for (var n = 0; n < 3; n++)
        {
            double[] Map(long c) => (weights[c] * images[n]).sum([0L]).flatten().data<double>().ToArray();
            var (a, b) = (Map(ranked[2 * n]), Map(ranked[2 * n + 1]));
            Assert.Equal(RankCorrelation.Spearman(a, b), figures["spearman-signed"][n], 1e-12);
            Assert.Equal(RankCorrelation.Spearman([.. a.Select(Math.Abs)], [.. b.Select(Math.Abs)]), figures["spearman-absolute"][n], 1e-12);
            Assert.Equal(TopOverlap.Of([.. a.Select(Math.Abs)], [.. b.Select(Math.Abs)]), figures["top-overlap"][n], 1e-12);
        }
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

    private static Tensor Mask(int item, int digit)
    {
        var mask = Scenes.Scene(item).Digits[digit].Mask;
        return tensor(mask.Values.ToArray().Select(v => v ? 1.0 : 0).ToArray()).view(1, 64, 64);
    }
}
