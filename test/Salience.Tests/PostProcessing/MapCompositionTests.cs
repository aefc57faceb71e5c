using Salience.Attribution;
using Salience.Decomposition;
using Salience.Modules;
using Salience.PostProcessing;
using Salience.Tests.Modules;
using Salience.Tests.References;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.PostProcessing;

/// <summary>Every combination of the stages up to a term's map, and what compositions refuse.</summary>
[NoTensorLeaks]
public class MapCompositionTests
{
    private const double Exact = 1e-12;

    [Fact]
    public void Every_combination_of_stages_is_what_its_formulas_say_in_that_order()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(4);
        var term = randn([2, 5, 3, 4], ScalarType.Float64, generator: generator);
        // A channel of zeros, as a dead unit leaves it, and one that is constant.
        term[0, 1] = zeros([3, 4], ScalarType.Float64);
        term[1, 2] = full([3, 4], 0.7, ScalarType.Float64);
        foreach (var composition in All())
        {
            var map = composition.Reduce(term);
            Assert.Equal([2, 1, 3, 4], map.shape);
            for (var n = 0; n < 2; n++)
            {
                var channels = Enumerable.Range(0, 5).Select(c => term[n, c].contiguous().data<double>().ToArray()).ToArray();
                var expected = StageReference.Map(channels, composition);
                var actual = map[n].contiguous().data<double>().ToArray();
                Assert.All(expected.Zip(actual), p => Assert.True(Math.Abs(p.First - p.Second) <= Exact * Math.Max(1, Math.Abs(p.First)), $"{composition}: {p}"));
            }
        }
    }

    [Fact]
    public void Reading_memory_once_gives_what_one_stage_after_another_gives()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(5);
        var (gradient, bias) = (randn([2, 9, 6, 5], ScalarType.Float64, generator: generator), randn([1, 9, 1, 1], ScalarType.Float64, generator: generator));
        var streaming = All().Where(c => c.IsStreaming).ToList();
        Assert.Equal(6, streaming.Count);
        foreach (var composition in streaming)
        {
            var map = new double[60];
            var sums = new TermStages<double>(composition).Reduce(gradient, bias, map);
            var expected = composition.Reduce(gradient * bias).contiguous().data<double>().ToArray();
            Assert.All(expected.Zip(map), p => Assert.Equal(p.First, p.Second, Exact * 100));
            Assert.Equal((gradient * bias)[1].sum().ToDouble(), sums[1], 1e-10);
        }
    }

    [Fact]
    public void Stages_that_need_the_whole_term_add_to_the_map_and_give_its_sums_too()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(6);
        var (gradient, bias) = (randn([1, 4, 2, 3], ScalarType.Float64, generator: generator), randn([1, 4, 2, 3], ScalarType.Float64, generator: generator));
        var composition = new MapComposition(SignRule.Positive, RescaleRule.None, ChannelAggregation: AggregationRule.Norm);
        var map = Enumerable.Repeat(1.0, 6).ToArray();
        var sums = new TermStages<double>(composition).Reduce(gradient, bias, map);

        var expected = (gradient * bias).clamp_min(0).square().sum(1).sqrt().reshape(-1).data<double>().ToArray();
        Assert.All(expected.Zip(map), p => Assert.Equal(1 + p.First, p.Second, Exact));
        Assert.Equal((gradient * bias).sum().ToDouble(), sums[0], Exact * 100);
    }

    [Fact]
    public void Only_compositions_that_add_up_say_so()
    {
        Assert.True(Presets.Complete.Map.KeepsSum);
        Assert.True((Presets.Complete.Map with { Upsampling = UpsamplingRule.ReceptiveField }).KeepsSum);
        Assert.All(Presets.All.Where(p => p != Presets.Complete), p => Assert.False(p.Map.KeepsSum));
        Assert.False((Presets.Complete.Map with { Sign = SignRule.Positive }).KeepsSum);
        Assert.False((Presets.Complete.Map with { Scale = ScaleRule.MinMax }).KeepsSum);
        Assert.False((Presets.Complete.Map with { LayerAggregation = AggregationRule.Mean }).KeepsSum);
    }

    [Theory]
    [InlineData(-1, 99, GlobalRule.Drop, "epsilon")]
    [InlineData(0, 0, GlobalRule.Drop, "percentile")]
    [InlineData(0, 101, GlobalRule.Drop, "percentile")]
    [InlineData(0, 99, GlobalRule.Spread, "rescale=none")]
    public void What_makes_no_sense_is_refused_with_the_way_out(double epsilon, double percentile, GlobalRule global, string words)
    {
        var composition = new MapComposition(Epsilon: epsilon, Percentile: percentile, Global: global);
        Assert.Contains(words, Assert.Throws<ArgumentException>(composition.Check).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_module_refuses_what_needs_its_operators()
    {
        using var scope = NewDisposeScope();
        using var module = SampleModules.Plain(inplace: false);
        using var complete = new FullGrad(new TorchModule(module), new FullGradSettings(Presets.Complete));
        using var spread = new FullGrad(new TorchModule(module), new FullGradSettings(Presets.Complete, Global: GlobalRule.Spread));

        Assert.Contains("operators", complete.Refuses!, StringComparison.Ordinal);
        using var explanation = spread.Explain(SampleModules.Images(3, 2), Target.ArgMax);
        Assert.Equal(explanation.Scores[1], explanation.Map[1].sum().ToDouble(), 1e-9);
    }

    private static IEnumerable<MapComposition> All() =>
        from sign in Enum.GetValues<SignRule>()
        from rescale in Enum.GetValues<RescaleRule>()
        from channels in Enum.GetValues<AggregationRule>()
        select new MapComposition(sign, rescale, Epsilon: 1e-6, Percentile: 80, ChannelAggregation: channels);
}
