using Salience.Decomposition;
using Salience.Evaluation.Datasets;
using Salience.Evaluation.Experiments;
using Salience.Evaluation.Glyphs;
using Salience.Evaluation.Maps;
using Salience.Evaluation.Results;
using Salience.Evaluation.Runs;
using Salience.Evaluation.Subjects;
using Salience.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Experiments;

[NoTensorLeaks]
public sealed class LocalizationExperimentTests : IDisposable
{
    private static readonly GlyphDataset Scenes = new(new GlyphSettings(6, Split: Split.Test), 11, keep: true);
    private static readonly string[] Judged = ["mass", "rank-accuracy", "pointing-game"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_oracle_gets_1_its_opposite_0_and_random_maps_the_share_of_the_mask()
    {
        using var network = GlyphNetworks.Small(1);
        using var random = MapSources.Create("scattered:seed=5", network);
        var result = Run(network, [Map("oracle", (inside, _) => inside ? 1 : 0), Map("opposite", (inside, _) => inside ? 0 : 1), random]);

        Assert.All(Judged, m => Assert.All(result.Find("all", "oracle", m)!.Values, v => Assert.Equal(1, v)));
        Assert.All(Judged, m => Assert.All(result.Find("all", "opposite", m)!.Values, v => Assert.Equal(0, v)));
        var chance = result.Find("all", "oracle", "chance")!;
        Assert.Equal(chance.Summaries[0]!.Mean, result.Find("all", random.Name, "mass")!.Summaries[0]!.Mean, 0.005);
        Assert.Equal(chance.Summaries[0]!.Mean, result.Find("all", random.Name, "rank-accuracy")!.Summaries[0]!.Mean, 0.03);
        Assert.Equal(Scenes.Scene(3).Digits[0].Mask.Area / 4096.0, chance.Values[3]);
        Assert.Equal("oracle", result.Comparisons.Single(c => c is { Metric.Name: "mass", First: "oracle", Second: "opposite" }).Better);
    }

    [Fact]
    public void The_positive_or_absolute_part_of_a_map_with_a_sign_counts()
    {
        using var network = GlyphNetworks.Small(1);
        MapSource[] signed = [Map("signed", (inside, p) => inside ? 3 : p % 2 == 0 ? -1 : 0)];
        var (positive, absolute) = (Run(network, signed), Run(network, signed, new LocalizationSettings(Evidence: MapEvidence.Absolute)));

        Assert.All(positive.Find("all", "signed", "mass")!.Values, mass => Assert.Equal(1, mass));
        for (var i = 0; i < Scenes.Count; i++)
        {
            var mask = Scenes.Scene(i).Digits[0].Mask.Values.ToArray();
            var outside = mask.Where((inside, p) => !inside && p % 2 == 0).Count();
            Assert.Equal(3.0 * mask.Count(m => m) / (3 * mask.Count(m => m) + outside), absolute.Find("all", "signed", "mass")!.Values[i], 1e-9);
        }
    }

    [Fact]
    public void Input_x_gradient_is_the_positive_part_of_its_literal_definition()
    {
        using var network = GlyphNetworks.Small(2);
        using var product = MapSources.Create("input-x-gradient", network);
        var result = Run(network, [product]);
        for (var i = 0; i < Scenes.Count; i++)
        {
            using var scope = NewDisposeScope();
            var x = ImageBatch.Read(Scenes, [i]).ToTensor(Scenes.Normalization).to_type(ScalarType.Float64).requires_grad_();
            var slope = autograd.grad([network.Run(x)[0, Scenes.LabelOf(i)]], [x])[0];
            var values = (slope * x).sum(1).clamp_min(0).detach().to_type(ScalarType.Float32).flatten().data<float>().ToArray();
            Assert.Equal(LocalizationMetrics.Mass(values, Scenes.Scene(i).Digits[0].Mask), result.Find("all", product.Name, "mass")!.Values[i], 1e-6);
        }
    }

    [Theory]
    [InlineData(ExplainedClass.True)]
    [InlineData(ExplainedClass.Predicted)]
    public void Methods_are_asked_for_the_true_or_the_predicted_class(ExplainedClass explained)
    {
        using var network = GlyphNetworks.Small(4);
        var asked = new List<int>();
        var map = Map("any", (_, _) => 1);
        Run(network, [new MadeUpMaps("any", r => Seen(r, asked, map))], new LocalizationSettings(explained));

        using var scope = NewDisposeScope();
        var said = Enumerable.Range(0, Scenes.Count).Select(i => (int)network.Run(ImageBatch.Read(Scenes, [i]).ToTensor(Scenes.Normalization).to_type(ScalarType.Float64)).argmax(1).item<long>());
        Assert.Equal(explained == ExplainedClass.True ? Enumerable.Range(0, Scenes.Count).Select(Scenes.LabelOf) : said, asked);
    }

    [Fact]
    public void A_map_of_another_size_or_with_values_that_are_none_is_refused_by_name()
    {
        using var network = GlyphNetworks.Small(1);
        var small = new MadeUpMaps("small", r => zeros([r.Items.Count, 1, 8, 8]));
        Assert.Contains("small: the maps are (4, 1, 8, 8)", Assert.Throws<InvalidDataException>(() => Run(network, [small])).Message);
        Assert.Contains("finite", Assert.Throws<InvalidDataException>(() => Run(network, [Map("odd", (_, _) => float.NaN)])).Message);
        Assert.Contains("at least one", Assert.Throws<ArgumentException>(() => Run(network, [])).Message);
    }

    [Fact]
    public void Pictures_without_masks_are_refused()
    {
        using var network = GlyphNetworks.Small(1);
        var subject = new EvaluationSubject(new EvaluationModel(network, "net", "00"), new EvaluationData(Scenes, Scenes.Normalization));
        Assert.Contains("masks", Assert.Throws<ArgumentException>(() => ExperimentRun.Open(_folder.Path, new Localization(), subject, [Map("any", (_, _) => 1)], new RunSettings())).Message);
    }

    private ExperimentResult Run(Network network, IReadOnlyList<MapSource> methods, LocalizationSettings? settings = null)
    {
        var subject = EvaluationSubject.Match(
            new EvaluationModel(network, "net", "00"), new EvaluationData(Scenes, Scenes.Normalization, i => Scenes.Scene(i).Digits[0].Mask));
        using var run = ExperimentRun.Open(_folder.File(Guid.NewGuid().ToString()), new Localization(settings), subject, methods, new RunSettings(Chunk: 4));
        return run.Execute();
    }

    private static MadeUpMaps Map(string name, Func<bool, int, float> value) => new(name, request => tensor(
        [.. request.Items.SelectMany(i => Scenes.Scene(i).Digits[0].Mask.Values.ToArray().Select(value))], [request.Items.Count, 1, 64, 64]));

    private static Tensor Seen(MapRequest request, List<int> asked, MapSource method)
    {
        // Targets are read by what they select from outputs whose values are the class numbers.
        using var scope = NewDisposeScope();
        asked.AddRange(request.Target.Select(arange(10, ScalarType.Float32).repeat(request.Items.Count, 1)).Classes!.Select(c => (int)c));
        return method.Map(request).MoveToOuterDisposeScope();
    }
}
