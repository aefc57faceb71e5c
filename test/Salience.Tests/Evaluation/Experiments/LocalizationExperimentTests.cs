using Salience.Evaluation.Datasets;
using Salience.Evaluation.Experiments;
using Salience.Evaluation.Glyphs;
using Salience.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Experiments;

[NoTensorLeaks]
public sealed class LocalizationExperimentTests
{
    private static readonly GlyphDataset Scenes = new(new GlyphSettings(6, Split: Split.Test), 11, keep: true);

    [Fact]
    public void An_oracle_gets_1_its_opposite_0_and_random_maps_the_share_of_the_mask()
    {
        using var network = GlyphNetworks.Small(1);
        var result = Run(network, [Map("oracle", (inside, _) => inside ? 1 : 0), Map("opposite", (inside, _) => inside ? 0 : 1), LocalizationMethod.Random(5)]);

        Assert.All(Metrics(result.Methods[0]), m => Assert.Equal((1.0, 1.0, 1.0), (m.Summary.Mean, m.Summary.Low, m.Summary.High)));
        Assert.All(Metrics(result.Methods[1]), m => Assert.Equal(0, m.Summary.Mean));
        Assert.Equal(result.Chance.Mean, result.Methods[2].Mass.Summary.Mean, 0.005);
        Assert.Equal(result.Chance.Mean, result.Methods[2].RankAccuracy.Summary.Mean, 0.03);
        Assert.Equal(Scenes.Scene(3).Digits[0].Mask.Area / 4096.0, result.Images[3].Chance);
    }

    [Fact]
    public void The_positive_or_absolute_part_of_a_map_with_a_sign_counts()
    {
        using var network = GlyphNetworks.Small(1);
        var positive = Map("positive", (inside, p) => inside ? 3 : p % 2 == 0 ? -1 : 0);
        var result = Run(network, [positive, positive with { Name = "absolute", Evidence = MapEvidence.Absolute }]);

        Assert.All(result.Methods[0].Mass.PerImage, mass => Assert.Equal(1, mass));
        for (var i = 0; i < Scenes.Count; i++)
        {
            var mask = Scenes.Scene(i).Digits[0].Mask.Values.ToArray();
            var outside = mask.Where((inside, p) => !inside && p % 2 == 0).Count();
            Assert.Equal(3.0 * mask.Count(m => m) / (3 * mask.Count(m => m) + outside), result.Methods[1].Mass.PerImage[i], 1e-9);
        }
    }

    [Fact]
    public void Input_x_gradient_is_the_positive_part_of_its_literal_definition()
    {
        using var network = GlyphNetworks.Small(2);
        using var methods = new LocalizationMethods(network, 0);
        var (gradient, product) = (methods.All.Single(m => m.Name == "gradient"), methods.All.Single(m => m.Name == "input x gradient"));
        var result = Run(network, [gradient, product]);
        for (var i = 0; i < Scenes.Count; i++)
        {
            using var scope = NewDisposeScope();
            var x = ImageBatch.Read(Scenes, [i]).ToTensor(Scenes.Normalization).to_type(ScalarType.Float64).requires_grad_();
            var slope = autograd.grad([network.Run(x)[0, Scenes.LabelOf(i)]], [x])[0];
            var mask = Scenes.Scene(i).Digits[0].Mask;
            float[] Values(Tensor map) => map.detach().to_type(ScalarType.Float32).flatten().data<float>().ToArray();
            Assert.Equal(LocalizationMetrics.Mass(Values(slope.abs().sum(1)), mask), result.Methods[0].Mass.PerImage[i], 1e-6);
            Assert.Equal(LocalizationMetrics.Mass(Values((slope * x).sum(1).clamp_min(0)), mask), result.Methods[1].Mass.PerImage[i], 1e-6);
        }
    }

    [Fact]
    public void Batches_and_repetition_change_nothing()
    {
        using var network = GlyphNetworks.Small(3);
        using var methods = new LocalizationMethods(network, 4);
        var one = Run(network, methods.All, new LocalizationSettings(Batch: 1));
        var (four, again) = (Run(network, methods.All, new LocalizationSettings(Batch: 4)), Run(network, methods.All, new LocalizationSettings(Batch: 4)));
        Assert.Equal(["fullgrad paper", "fullgrad idiap", "fullgrad idiap-2019", "fullgrad pytorch-grad-cam", "fullgrad signed", "gradient", "input x gradient", "random"], one.Methods.Select(m => m.Name));
        Assert.Equal(one.Images, four.Images);
        foreach (var (a, (b, c)) in one.Methods.Zip(four.Methods.Zip(again.Methods)))
        {
            Assert.All(a.Mass.PerImage.Zip(b.Mass.PerImage), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
            Assert.All(Metrics(b).Zip(Metrics(c)), pair => Assert.Equal(pair.First.PerImage, pair.Second.PerImage));
            Assert.Equal(b.Mass.Summary, c.Mass.Summary);
        }
    }

    [Theory]
    [InlineData(ExplainedClass.True)]
    [InlineData(ExplainedClass.Predicted)]
    public void Methods_are_asked_for_the_true_or_the_predicted_class(ExplainedClass explained)
    {
        using var network = GlyphNetworks.Small(4);
        var asked = new List<int>();
        var method = Map("any", (_, _) => 1);
        var result = Run(network, [method with { Explain = r => Seen(r, asked, method) }], new LocalizationSettings(explained, Batch: 3));

        using var scope = NewDisposeScope();
        var said = Enumerable.Range(0, Scenes.Count).Select(i => (int)network.Run(ImageBatch.Read(Scenes, [i]).ToTensor(Scenes.Normalization).to_type(ScalarType.Float64)).argmax(1).item<long>()).ToList();
        var labels = Enumerable.Range(0, Scenes.Count).Select(Scenes.LabelOf).ToList();
        Assert.Equal(said, result.Images.Select(i => i.Predicted));
        Assert.Equal(explained == ExplainedClass.True ? labels : said, asked);
        Assert.Equal(said.Zip(labels).Average(pair => pair.First == pair.Second ? 1.0 : 0), result.Accuracy);
    }

    [Fact]
    public void A_map_of_another_size_or_with_values_that_are_none_is_refused_by_name()
    {
        using var network = GlyphNetworks.Small(1);
        var small = new LocalizationMethod("small", "8 × 8", MapEvidence.Positive, r => zeros([r.Classes.Count, 1, 8, 8]));
        Assert.Contains("small: the map is (11, 1, 8, 8)", Assert.Throws<ArgumentException>(() => Run(network, [small])).Message);
        Assert.Contains("finite", Assert.Throws<ArgumentException>(() => Run(network, [Map("odd", (_, _) => float.NaN)])).Message);
        Assert.Contains("at least one", Assert.Throws<ArgumentException>(() => Run(network, [])).Message);
    }

    private static LocalizationResult Run(Network network, IReadOnlyList<LocalizationMethod> methods, LocalizationSettings? settings = null) =>
        LocalizationExperiment.Run(network, Scenes, i => Scenes.Scene(i).Digits[0].Mask, Scenes.Normalization, methods, settings);

    private static LocalizationMethod Map(string name, Func<bool, int, float> value) => new(name, "made up", MapEvidence.Positive, request => tensor(
        [.. request.Indices.SelectMany(i => Scenes.Scene(i).Digits[0].Mask.Values.ToArray().Select(value))], [request.Indices.Count, 1, 64, 64]));

    private static Tensor Seen(LocalizationRequest request, List<int> asked, LocalizationMethod method)
    {
        asked.AddRange(request.Classes);
        return method.Explain(request);
    }

    private static MetricValues[] Metrics(MethodLocalization method) => [method.Mass, method.RankAccuracy, method.PointingGame];
}
