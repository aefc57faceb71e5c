using Salience.Attribution;
using Salience.Decomposition;
using Salience.Networks;
using Salience.Operators;
using Salience.PostProcessing;
using Salience.Tests.Decomposition;
using Salience.Tests.Networks.Passes;
using Salience.Tests.References;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Attribution;

[NoTensorLeaks]
public class FullGradTests
{
    /// <summary>Rounding of float64 over a few thousand operations.</summary>
    private const double Exact = 1e-10;

    /// <summary>What a map may depend on batch composition and threads in float32, relative to its largest value.</summary>
    private const double Stable = 1e-5;

    public static TheoryData<string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var preset in Presets.All.Where(p => p.Map.Global == GlobalRule.Drop))
            {
                data.Add(preset.Name, "relu");
                data.Add(preset.Name, "sigmoid");
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_preset_draws_what_its_formula_says(string preset, string nonlinearity)
    {
        using var scope = NewDisposeScope();
        using var network = Make(nonlinearity);
        var images = SmallNetworks.Images(7, 3);
        var settings = new FullGradSettings(Presets.Find(preset));
        using var fullGrad = new FullGrad(network, settings);
        using var explanation = fullGrad.Explain(images, Target.Classes([2, 0, 4]));
        using var terms = FullGradient.Decompose(network, images, Target.Classes([2, 0, 4]), new FullGradientSettings(settings.Preset!.MergeBatchNorm));

        var expected = FullGradReference.Maps(terms, settings.Preset);
        Assert.Equal([3, 1, 11, 9], explanation.Map.shape);
        for (var n = 0; n < 3; n++)
            PassTesting.Close(tensor(expected[n]), explanation.Map[n, 0], Exact);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_batch_gives_the_maps_of_its_images_alone(string preset, string nonlinearity)
    {
        using var scope = NewDisposeScope();
        using var exact = Make(nonlinearity);
        using var network = exact.To(ScalarType.Float32);
        var images = SmallNetworks.Images(8, 4).to_type(ScalarType.Float32);
        using var fullGrad = new FullGrad(network, new FullGradSettings(Presets.Find(preset)));
        using var batch = fullGrad.Explain(images, Target.Class(1));
        for (var n = 0; n < 4; n++)
        {
            using var single = fullGrad.Explain(images.narrow(0, n, 1), Target.Class(1));
            RelativelyClose(single.Map, batch.Map.narrow(0, n, 1));
            Assert.Equal(single.Completeness.Outputs[0], batch.Completeness.Outputs[n], 1e-5);
        }
    }

    [Fact]
    public void Float32_and_float64_give_the_same_map()
    {
        using var scope = NewDisposeScope();
        using var network = Make("sigmoid");
        using var single = network.To(ScalarType.Float32);
        using var exact = new FullGrad(network);
        using var rounded = new FullGrad(single);
        using var expected = exact.Explain(SmallNetworks.Images(9, 2), Target.Class(3));
        using var actual = rounded.Explain(SmallNetworks.Images(9, 2), Target.Class(3));

        Assert.Equal((ScalarType.Float64, ScalarType.Float32), (expected.Map.dtype, actual.Map.dtype));
        // Rescaling divides by the range of a channel and so magnifies its rounding.
        var error = (expected.Map - actual.Map).abs().max().ToDouble() / expected.Map.abs().max().ToDouble();
        Assert.True(error < 1e-4, $"{error}");
    }

    [Fact]
    public void Several_targets_from_one_forward_pass_give_the_maps_of_each_alone()
    {
        using var scope = NewDisposeScope();
        using var network = Make("sigmoid");
        var images = SmallNetworks.Images(10, 2);
        using var fullGrad = new FullGrad(network);
        IReadOnlyList<Target> targets = [Target.Class(0), Target.Margin(1, 2), Target.Function("square", y => y.select(1, 0).square())];
        var together = fullGrad.Explain(images, targets);
        foreach (var (target, one) in targets.Zip(together))
        {
            using var alone = fullGrad.Explain(images, target);
            PassTesting.Close(alone.Map, one.Map, Exact);
            Assert.All(Enumerable.Range(0, 2), i => Assert.True(one.Completeness.Residual(i) < Exact));
            one.Dispose();
        }
    }

    [Fact]
    public void The_signed_map_and_what_is_not_in_it_sum_to_the_output()
    {
        using var scope = NewDisposeScope();
        using var network = Make("sigmoid");
        // Every value has the picture's size or is global: upsampling changes sums.
        var images = SmallNetworks.Images(11, 2);
        using var fullGrad = new FullGrad(network, new FullGradSettings(Presets.Signed));
        using var explanation = fullGrad.Explain(images, Target.Class(0));
        using var terms = FullGradient.Decompose(network, images, Target.Class(0));
        var coarse = terms.Terms.Where(t => t.Gradient.dim() == 4 && t.Gradient.shape[3] != 9).ToList();
        for (var n = 0; n < 2; n++)
        {
            // A coarse term is stretched over more pixels; its share of the picture grows with the area.
            var stretched = coarse.Sum(t => Upsampled(t.Product()[n]).sum().ToDouble() - t.Term.Sums[n]);
            var total = explanation.Map[n].sum().ToDouble() + explanation.Completeness.AbsentFromPicture[n] - stretched;
            Assert.Equal(explanation.Completeness.Outputs[n], total, 9);
        }
    }

    [Fact]
    public void The_callers_tensors_stay_as_they_were()
    {
        using var scope = NewDisposeScope();
        using var network = Make("sigmoid");
        var images = SmallNetworks.Images(12, 2);
        var copy = images.clone();
        var parameters = network.Parameters.ToDictionary(p => p.Key, p => p.Value.clone());
        using (var fullGrad = new FullGrad(network))
            fullGrad.Explain(images, Target.ArgMax).Dispose();

        Assert.False(images.requires_grad);
        Assert.True(images.equal(copy).all().ToBoolean());
        Assert.All(parameters, p => Assert.True(network.Parameters[p.Key].equal(p.Value).all().ToBoolean()));
        Assert.All(network.Parameters.Values, p => Assert.False(p.requires_grad));
        using var after = network.Run(images);
        Assert.False(after.requires_grad);
    }

    [Fact]
    public void An_input_that_requires_a_gradient_keeps_asking_for_it_and_gets_none()
    {
        using var scope = NewDisposeScope();
        using var network = Make("relu");
        var images = SmallNetworks.Images(12, 1).requires_grad_();
        using var fullGrad = new FullGrad(network);
        fullGrad.Explain(images, Target.ArgMax).Dispose();

        Assert.True(images.requires_grad);
        Assert.True(images.grad is null || images.grad.IsInvalid);
    }

    [Fact]
    public void A_cancelled_explanation_throws_and_leaves_nothing()
    {
        using var scope = NewDisposeScope();
        using var network = Make("relu");
        using var fullGrad = new FullGrad(network);
        var images = SmallNetworks.Images(12, 1);
        using var source = new CancellationTokenSource();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var target = Target.Function("cancels", y =>
        {
            source.Cancel();
            return y.select(1, 0);
        });

        Assert.Throws<OperationCanceledException>(() => fullGrad.Explain(images, target, cancellation: source.Token));
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static Tensor Upsampled(Tensor term) =>
        UpsamplingStage.Bilinear(term.sum([0]).unsqueeze(0).unsqueeze(0), 11, 9, alignCorners: false);

    private static void RelativelyClose(Tensor expected, Tensor actual)
    {
        using var scope = NewDisposeScope();
        var error = (expected - actual).abs().max().ToDouble() / expected.abs().max().ToDouble();
        Assert.True(error <= Stable, $"{error}");
    }

    private static Network Make(string nonlinearity) => SmallNetworks.Convolutional(21, () => nonlinearity == "relu" ? new Relu() : new Sigmoid());
}
