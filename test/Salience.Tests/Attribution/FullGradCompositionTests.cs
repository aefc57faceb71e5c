using Salience.Attribution;
using Salience.Decomposition;
using Salience.Networks;
using Salience.Networks.Passes;
using Salience.Operators;
using Salience.PostProcessing;
using Salience.Tests.Decomposition;
using Salience.Tests.References;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Attribution;

/// <summary>Choices on top of a preset, their record, and the presets as they always were.</summary>
[NoTensorLeaks]
public class FullGradCompositionTests
{
    [Fact]
    public void The_published_presets_are_what_they_were_to_the_bit()
    {
        using var scope = NewDisposeScope();
        using var exact = SmallNetworks.Convolutional(21, () => new Sigmoid());
        using var network = exact.To(ScalarType.Float32);
        using var folded = BatchNormalizationFolding.Apply(network);
        var images = SmallNetworks.Images(7, 2).to_type(ScalarType.Float32);
        foreach (var preset in Presets.All.Where(p => p != Presets.Complete))
        {
            using var method = new FullGrad(network, new FullGradSettings(preset));
            using var explanation = method.Explain(images, Target.Class(2));
            using var terms = FullGradient.Decompose(preset.MergeBatchNorm ? folded : network, images, Target.Class(2), new FullGradientSettings(preset.MergeBatchNorm));
            Assert.True((Streamed(terms, preset) == explanation.Map).all().ToBoolean(), preset.Name);
        }
    }

    [Fact]
    public void The_record_names_every_choice_and_reads_back_to_the_same_map()
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(3, () => new Swish());
        const string Text = "fullgrad:preset=paper,sign=positive,rescale=percentile,percentile=90,upsampling=receptive-field,channel-aggregation=norm,layer-aggregation=mean,scale=max-absolute";
        using var method = AttributionMethods.Create(Text, network);
        string[] stages = ["preset", "sign", "rescale", "epsilon", "percentile", "channel-aggregation", "upsampling", "global", "layer-aggregation", "scale"];
        Assert.All(stages, s => Assert.Contains(s, method.Settings.Keys));
        Assert.Equal(("positive", "receptive-field", "drop", "mean"), (method.Settings["sign"], method.Settings["upsampling"], method.Settings["global"], method.Settings["layer-aggregation"]));

        using var again = AttributionMethods.Find("fullgrad")!.Create(network, method.Settings);
        Assert.Equal(method.Settings, again.Settings);
        using var first = method.Explain(SmallNetworks.Images(2, 2), Target.Class(1));
        using var second = again.Explain(SmallNetworks.Images(2, 2), Target.Class(1));
        Assert.True((first.Map == second.Map).all().ToBoolean());
        using var plain = new FullGrad(network);
        Assert.Equal(Presets.Paper.Map, plain.Composition);
        Assert.Equal("per-channel", plain.Settings["rescale"]);
    }

    [Theory]
    [InlineData(AggregationRule.Mean)]
    [InlineData(AggregationRule.Norm)]
    public void Layers_are_put_together_as_chosen_each_after_it_was_enlarged(AggregationRule rule)
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(4, () => new Swish());
        var images = SmallNetworks.Images(5, 1);
        using var method = new FullGrad(network, new FullGradSettings(Sign: SignRule.Negative, Rescale: RescaleRule.None, Upsampling: UpsamplingRule.Nearest, LayerAggregation: rule));
        using var explanation = method.Explain(images, Target.Class(0));
        using var terms = FullGradient.Decompose(network, images, Target.Class(0));
        var maps = terms.Terms.Where(t => t.Term.InPicture).Select(t => t.Product()).Append(terms.InputTerm)
            .Select(t => UpsamplingStage.Apply(t.neg().clamp_min(0).sum(1, keepdim: true), 11, 9, UpsamplingRule.Nearest).reshape(-1).data<double>().ToArray()).ToList();
        var actual = explanation.Map.reshape(-1).data<double>().ToArray();
        for (var p = 0; p < actual.Length; p++)
            Assert.Equal(StageReference.Aggregate([.. maps.Select(m => m[p])], rule), actual[p], 1e-10);
    }

    [Theory]
    [InlineData(ScaleRule.MinMax)]
    [InlineData(ScaleRule.MaxAbsolute)]
    [InlineData(ScaleRule.Percentile)]
    public void The_final_scale_says_what_it_did_and_how_many_pixels_it_cut(ScaleRule rule)
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(4, () => new Swish());
        var images = SmallNetworks.Images(5, 2);
        using var plain = new FullGrad(network, new FullGradSettings(Presets.Signed));
        using var scaled = new FullGrad(network, new FullGradSettings(Presets.Signed, Scale: rule, Percentile: 90));
        using var before = plain.Explain(images, Target.Class(0));
        using var after = scaled.Explain(images, Target.Class(0));
        Assert.Null(before.Scales);
        for (var i = 0; i < 2; i++)
        {
            var values = before.Map[i].reshape(-1).data<double>().ToArray();
            var largest = values.Max(Math.Abs);
            var bound = StageReference.Percentile(values, 90);
            var scale = after.Scales![i];
            var (low, high, beyond) = rule switch
            {
                ScaleRule.MinMax => (values.Min(), values.Max(), 0),
                ScaleRule.MaxAbsolute => (-largest, largest, 0),
                _ => (-bound, bound, values.Count(v => Math.Abs(v) > bound)),
            };
            Assert.Equal(low, scale.Low, 1e-12);
            Assert.Equal(high, scale.High, 1e-12);
            Assert.Equal((beyond, 99L, beyond / 99.0), (scale.Beyond, scale.Pixels, scale.BeyondShare));
            var expected = values.Select(v => rule == ScaleRule.MinMax ? (v - low) / (high - low) : Math.Clamp(v / high, -1, 1));
            Assert.All(expected.Zip(after.Map[i].reshape(-1).data<double>().ToArray()), p => Assert.Equal(p.First, p.Second, 1e-12));
        }
    }

    /// <summary>The published maps as they have always been made: term by term from the output to the input, one sum for each resolution, bilinear, added from coarse to fine.</summary>
    private static Tensor Streamed(FullGradientResult terms, Preset preset)
    {
        var reducer = new TermReducer<float>(preset.Map);
        var maps = new SortedDictionary<(long, long), float[]>();
        void Add(Tensor gradient, Tensor bias)
        {
            var size = (gradient.shape[2], gradient.shape[3]);
            if (!maps.TryGetValue(size, out var map))
                maps.Add(size, map = new float[gradient.shape[0] * size.Item1 * size.Item2]);
            reducer.Reduce(TermMemory<float>.Of(gradient, bias), map);
        }

        foreach (var term in terms.Terms.Reverse().Where(t => t.Term.InPicture && (!preset.ExplicitOnly || t.Term.Operator is "Conv" or "BatchNormalization")))
            Add(term.Gradient, term.Bias);
        Add(terms.InputTerm, ones(1));
        Tensor? total = null;
        foreach (var ((h, w), values) in maps)
        {
            var map = UpsamplingStage.Bilinear(tensor(values).view(-1, 1, h, w), 11, 9, preset.Map.Upsampling == UpsamplingRule.BilinearAligned);
            total = total is null ? map : total + map;
        }

        if (preset.Map.Scale != ScaleRule.MinMax)
            return total!;
        var shifted = total! - total!.amin([1, 2, 3], keepdim: true);
        return shifted / (shifted.amax([1, 2, 3], keepdim: true) + preset.Map.Epsilon);
    }
}
