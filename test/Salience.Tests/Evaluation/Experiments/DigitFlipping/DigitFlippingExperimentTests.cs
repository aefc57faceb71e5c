using Salience.Evaluation.Datasets;
using Salience.Evaluation.Experiments.DigitFlipping;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Experiments.DigitFlipping;

/// <summary>Digit flipping on a linear network, where every pixel's contribution is known.</summary>
[NoTensorLeaks]
public class DigitFlippingExperimentTests
{
    private const int Pixels = 6;

    [Theory]
    [InlineData(1)]
    [InlineData(255)]
    public void The_log_odds_fall_by_the_contributions_of_the_erased_pixels(double scale)
    {
        using var scope = NewDisposeScope();
        using var network = LinearClassifier.Make(1, 5, 6, 10, seed: 2);
        var images = new NoiseDataset(new ImageShape(1, 5, 6), 60);
        var subject = MeasuredCell.Subject(network, images);
        var experiment = new DigitFlippingExperiment(new DigitFlippingSettings(Pixels, scale));

        var figures = MeasuredCell.Of(experiment, subject, "8-to-3", "input-x-gradient:map=sum");

        var weights = network.Parameters["fc.weight"];
        var difference = (weights[8] - weights[3]).data<double>().ToArray();
        for (var n = 0; n < 4; n++)
        {
            var pixels = new byte[30];
            images.Read(8 + 10 * n, pixels);
            var contributions = pixels.Select((p, i) => (double)(p / 255f) * scale * difference[i]).ToArray();
            var erased = contributions.OrderDescending().Take(Pixels).Where(c => c > 0).ToArray();
            Assert.Equal(erased.Sum(), figures["log-odds-change"][n], 1e-6 * scale);
            Assert.Equal(figures["log-odds-change"][n], figures["log-odds-change-on-ink"][n], 1e-9 * scale);
            Assert.Equal(erased.Length, figures["erased"][n]);
        }
    }

    [Fact]
    public void The_contributions_are_the_best_map_and_their_negation_the_worst()
    {
        using var scope = NewDisposeScope();
        using var network = LinearClassifier.Make(1, 5, 6, 10, seed: 2);
        var subject = MeasuredCell.Subject(network, new NoiseDataset(new ImageShape(1, 5, 6), 60));
        var experiment = new DigitFlippingExperiment(new DigitFlippingSettings(Pixels));
        double Change(string method) => MeasuredCell.Of(experiment, subject, "4-to-1", method)["log-odds-change"].Average();
        using var negated = new GivenMaps("negated", r =>
        {
            using var method = Salience.Attribution.AttributionMethods.Create("input-x-gradient:map=sum", network);
            using var explanation = method.Explain(r.Images, r.Target);
            return -explanation.Map;
        });

        var (best, noise, worst) = (Change("input-x-gradient:map=sum"), Change("scattered"), MeasuredCell.Of(experiment, subject, "4-to-1", negated)["log-odds-change"].Average());

        Assert.True(best > noise && noise > worst && worst < 0);
    }

    [Fact]
    public void Ink_alone_is_erased_where_the_background_is_rated_highest()
    {
        using var scope = NewDisposeScope();
        using var network = LinearClassifier.Make(1, 5, 6, 10, seed: 2);
        var subject = MeasuredCell.Subject(network, new NoiseDataset(new ImageShape(1, 5, 6), 60, black: 0.5));
        var experiment = new DigitFlippingExperiment(new DigitFlippingSettings(Pixels));
        // The map of the first digit is asked for first.
        var calls = 0;
        using var background = new GivenMaps(
            "background", r => (r.Images.eq(0).to_type(ScalarType.Float64) * 9 + (1 + arange(30, ScalarType.Float64).view(1, 1, 5, 6) / 100)) * (calls++ % 2 == 0 ? 1 : 0));

        var figures = MeasuredCell.Of(experiment, subject, "9-to-1", background);

        Assert.All(figures["erased"], e => Assert.Equal(Pixels, e));
        Assert.All(figures["log-odds-change"], c => Assert.Equal(0, c, 1e-9));
        Assert.All(figures["log-odds-change-on-ink"], c => Assert.NotEqual(0, c, 1e-3));
    }

    [Fact]
    public void Only_pictures_of_the_first_digit_are_items_and_other_data_are_refused()
    {
        using var scope = NewDisposeScope();
        using var network = LinearClassifier.Make(1, 5, 6, 10, seed: 2);
        using var colour = LinearClassifier.Make(3, 4, 4, 4, seed: 2);
        var subject = MeasuredCell.Subject(network, new NoiseDataset(new ImageShape(1, 5, 6), 60));
        var experiment = new DigitFlippingExperiment();

        Assert.Equal([4, 14, 24], experiment.Items(subject, experiment.Parts(subject)[3], 3));
        Assert.Null(experiment.Refuses(subject));
        Assert.Contains("use --data mnist", experiment.Refuses(MeasuredCell.Subject(colour, new NoiseDataset(new ImageShape(3, 4, 4), 8, classes: 4)))!, StringComparison.Ordinal);
    }
}
