using Salience.Attribution;
using Salience.Decomposition;
using Salience.Networks;
using Salience.Operators;
using Salience.PostProcessing;
using Salience.Tests.Attribution;
using Salience.Tests.Decomposition;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.PostProcessing;

/// <summary>Preset complete, and its parts, on small networks: gates, tokens, windows, networks without pictures.</summary>
[NoTensorLeaks]
public class CompleteMapTests
{
    private const double Exact = 1e-9;
    private const double Single = 1e-4;

    public static TheoryData<string> Networks => [.. MethodNetworks.Names, "windows", "patches", "sequence-first", "gated", "vector"];

    [Theory]
    [MemberData(nameof(Networks))]
    public void The_map_sums_to_the_output(string name)
    {
        using var scope = NewDisposeScope();
        using var network = Make(name);
        foreach (var upsampling in new[] { UpsamplingRule.SumPreserving, UpsamplingRule.ReceptiveField })
        {
            foreach (var global in new[] { GlobalRule.Backproject, GlobalRule.Spread })
            {
                using var method = new FullGrad(network, new FullGradSettings(Presets.Complete, Upsampling: upsampling, Global: global));
                foreach (var target in new[] { Target.ArgMax, Target.Margin(0, 1), Target.LogProbability(1) })
                {
                    using var explanation = method.Explain(Images(name, 3), target);
                    Assert.Equal(explanation.Scores, explanation.MapAccount!.Expected);
                    Assert.All(explanation.Completeness.AbsentFromPicture, a => Assert.Equal(0, a));
                    for (var i = 0; i < 3; i++)
                        Assert.Equal(explanation.Scores[i], explanation.Map[i].sum().ToDouble(), Exact * Math.Max(1, Math.Abs(explanation.Scores[i])));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void It_does_so_in_float32(string name)
    {
        using var scope = NewDisposeScope();
        using var exact = Make(name);
        using var network = exact.To(ScalarType.Float32);
        using var method = new FullGrad(network, new FullGradSettings(Presets.Complete));
        using var explanation = method.Explain(Images(name, 2), Target.ArgMax);

        Assert.Equal(ScalarType.Float32, explanation.Map.dtype);
        Assert.All(Enumerable.Range(0, 2), i => Assert.InRange(explanation.MapAccount!.Residual(i), 0, Single));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_batch_gives_the_maps_of_its_images_alone(string name)
    {
        using var scope = NewDisposeScope();
        using var network = Make(name);
        foreach (var upsampling in new[] { UpsamplingRule.SumPreserving, UpsamplingRule.ReceptiveField })
        {
            using var method = new FullGrad(network, new FullGradSettings(Presets.Complete, Upsampling: upsampling));
            var images = Images(name, 3);
            using var batch = method.Explain(images, Target.Class(1));
            for (var i = 0; i < 3; i++)
            {
                using var single = method.Explain(images.narrow(0, i, 1), Target.Class(1));
                var error = (single.Map - batch.Map.narrow(0, i, 1)).abs().max().ToDouble();
                Assert.True(error <= Exact * Math.Max(1, single.Map.abs().max().ToDouble()), $"{error}");
            }
        }
    }

    [Fact]
    public void Several_targets_give_the_maps_of_each_alone()
    {
        using var scope = NewDisposeScope();
        using var network = Make("tokens");
        using var method = new FullGrad(network, new FullGradSettings(Presets.Complete));
        IReadOnlyList<Target> targets = [Target.Class(0), Target.Class(2)];
        var together = method.Explain(Images("tokens", 2), targets);
        foreach (var (target, one) in targets.Zip(together))
        {
            using var alone = method.Explain(Images("tokens", 2), target);
            Assert.True((alone.Map == one.Map).all().ToBoolean());
            one.Dispose();
        }
    }

    [Fact]
    public void What_the_signed_map_says_of_places_is_kept_and_what_it_drops_is_added()
    {
        using var scope = NewDisposeScope();
        using var network = Make("smooth");
        var images = Images("smooth", 2);
        using var drop = new FullGrad(network, new FullGradSettings(Presets.Complete, Global: GlobalRule.Drop));
        using var spread = new FullGrad(network, new FullGradSettings(Presets.Complete, Global: GlobalRule.Spread));
        using var dropped = drop.Explain(images, Target.Class(0));
        using var spreaded = spread.Explain(images, Target.Class(0));
        for (var i = 0; i < 2; i++)
        {
            var absent = dropped.Completeness.AbsentFromPicture[i];
            Assert.NotEqual(0, absent);
            Assert.Equal(Math.Abs(absent) / Math.Abs(dropped.Scores[i]), dropped.Completeness.AbsentShare(i), 12);
            Assert.Equal("f(x) − what is not in the map", dropped.MapAccount!.Promise);
            Assert.Equal(dropped.Scores[i] - absent, dropped.Map[i].sum().ToDouble(), Exact);
            // 11×9 pixels share what the other map leaves out.
            var difference = spreaded.Map[i] - dropped.Map[i];
            Assert.True((difference - absent / 99).abs().max().ToDouble() < 1e-12);
        }
    }

    /// <summary>The network of that name; more than the methods' own.</summary>
    internal static Network Make(string name) => name switch
    {
        "windows" => TokenNetworks.ShiftedWindows(4, 6),
        "patches" => TokenNetworks.CutPatches(4, 3),
        "sequence-first" => TokenNetworks.Transformer(4, 3, sequenceFirst: true),
        "gated" => Gated(),
        "vector" => Perceptron(),
        _ => MethodNetworks.Make(name),
    };

    /// <summary>Images that fit.</summary>
    internal static Tensor Images(string name, int count) => name switch
    {
        "windows" => SmallNetworks.Images(3, count, 8, 12),
        "patches" or "sequence-first" => SmallNetworks.Images(3, count, 8, 6),
        "vector" => SmallNetworks.Images(3, count, 2, 2).reshape(count, 12),
        "gated" => SmallNetworks.Images(3, count),
        _ => MethodNetworks.Images(name, count),
    };

    /// <summary>A squeeze-and-excitation block: features times a gate made of their means; then a convolution, and the mean and the largest value side by side.</summary>
    private static Network Gated()
    {
        using var generator = new Generator(8);
        var b = new NetworkBuilder();
        string Weight(params long[] shape) => b.AddParameter("w", randn(shape, ScalarType.Float64, generator: generator) * 0.4);
        var x = b.AddInput("x", ScalarType.Float64, null, 3, null, null);
        var features = b.Add("act", new Swish(), b.Add("conv", Convolution(2), x, Weight(6, 3, 3, 3), Weight(6)));
        var squeezed = b.Add("reduce", new Conv { Padding = SpatialPadding.None(2), Strides = [1, 1], Dilations = [1, 1] }, b.Add("squeeze", new GlobalAveragePool(), features), Weight(2, 6, 1, 1), Weight(2));
        var gate = b.Add("gate", new Sigmoid(), b.Add("expand", new Conv { Padding = SpatialPadding.None(2), Strides = [1, 1], Dilations = [1, 1] }, b.Add("inner", new Relu(), squeezed), Weight(6, 2, 1, 1), Weight(6)));
        var last = b.Add("last", new Swish(), b.Add("conv2", Convolution(1), b.Add("scaled", new Mul(), features, gate), Weight(5, 6, 3, 3), Weight(5)));
        var both = b.Add("both", new Concat(1), b.Add("mean", new GlobalAveragePool(), last), b.Add("max", new GlobalMaxPool(), last));
        return b.Build(b.Add("fc", new Gemm(), b.Add("flat", new Flatten(1), both), Weight(10, 4), Weight(4)));
    }

    /// <summary>Two linear layers on twelve numbers.</summary>
    private static Network Perceptron()
    {
        using var generator = new Generator(9);
        var b = new NetworkBuilder();
        string Weight(params long[] shape) => b.AddParameter("w", randn(shape, ScalarType.Float64, generator: generator));
        var x = b.AddInput("x", ScalarType.Float64, null, 12);
        var hidden = b.Add("act", new Tanh(), b.Add("fc1", new Gemm(), x, Weight(12, 7), Weight(7)));
        return b.Build(b.Add("fc2", new Gemm(), hidden, Weight(7, 3), Weight(3)));
    }

    private static Conv Convolution(long stride) => new() { Padding = SpatialPadding.Symmetric(1, 1), Strides = [stride, stride], Dilations = [1, 1] };
}
