using Salience.Attribution;
using Salience.Decomposition;
using Salience.Networks;
using Salience.Operators;
using Salience.Tests.Decomposition;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Attribution;

/// <summary>Class activation maps, occlusion, RISE and controls against their formulas, taken literally in managed code.</summary>
[NoTensorLeaks]
public class LayerMethodTests
{
    private const double Exact = 1e-10;

    [Theory]
    [InlineData("grad-cam")]
    [InlineData("grad-cam++")]
    [InlineData("hirescam")]
    [InlineData("layercam")]
    public void A_class_activation_map_is_its_formula(string name)
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(1, () => new Relu());
        var image = SmallNetworks.Images(3, 1);
        using var method = AttributionMethods.Create($"{name}:layer=act2", network);
        using var explanation = method.Explain(image, Target.Class(2));

        var (features, gradient) = Layer(network, image, "act2", 2);
        var (channels, places) = ((int)features.shape[1], (int)(features.shape[2] * features.shape[3]));
        var (a, g) = (features.reshape(-1).data<double>().ToArray(), gradient.reshape(-1).data<double>().ToArray());
        double A(int c, int p) => a[c * places + p];
        double G(int c, int p) => g[c * places + p];
        double Sum(Func<int, double> of) => Enumerable.Range(0, places).Sum(of);
        double Alpha(int c, int p)
        {
            var denominator = 2 * G(c, p) * G(c, p) + Sum(q => A(c, q) * Math.Pow(G(c, q), 3));
            return denominator == 0 ? 0 : G(c, p) * G(c, p) / denominator;
        }

        double Expected(int p) => Enumerable.Range(0, channels).Sum(c => name switch
        {
            "grad-cam" => Sum(q => G(c, q)) / places * A(c, p),
            "grad-cam++" => Sum(q => Alpha(c, q) * Math.Max(0, G(c, q))) * A(c, p),
            "hirescam" => G(c, p) * A(c, p),
            _ => Math.Max(0, G(c, p)) * A(c, p),
        });
        var values = explanation.Values!.reshape(-1).data<double>().ToArray();
        var size = values.Max(Math.Abs);
        Assert.All(Enumerable.Range(0, places), p => Assert.Equal(Expected(p), values[p], Exact * Math.Max(1, size)));
        Assert.All(explanation.Map.reshape(-1).data<double>().ToArray(), v => Assert.True(v >= 0));
    }

    [Fact]
    public void The_layer_is_the_last_one_with_places_that_the_output_depends_on()
    {
        using var scope = NewDisposeScope();
        using var convolutional = SmallNetworks.Convolutional(1, () => new Relu());
        using var tokens = TokenNetworks.Transformer(4, 3);
        Assert.Equal("act3", Chosen(convolutional, SmallNetworks.Images(3, 1)));

        // Behind the attention only the class token is read: patches matter up to the attention's values.
        var chosen = Chosen(tokens, SmallNetworks.Images(3, 1, 8, 6));
        var order = tokens.Nodes.Select(n => n.Name).ToList();
        Assert.True(order.IndexOf(chosen!) < order.IndexOf("sum"), chosen);

        static string? Chosen(Network network, Tensor image)
        {
            using var method = new GradCam(network);
            method.Explain(image, Target.ArgMax).Dispose();
            return method.Layer;
        }
    }

    [Fact]
    public void A_layer_that_does_not_exist_is_named_with_the_nearest_one()
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(1, () => new Relu());
        var failure = Assert.Throws<ArgumentException>(() => AttributionMethods.Create("grad-cam:layer=akt2", network));

        Assert.Equal("The network has no layer 'akt2'; did you mean 'act2'?", failure.Message);
    }

    [Fact]
    public void Occlusion_is_the_mean_drop_over_the_squares_that_cover_a_pixel()
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(1, () => new Relu());
        var image = SmallNetworks.Images(3, 1);
        using var method = AttributionMethods.Create("occlusion:window=4,stride=3,fill=constant:0.5", network);
        using var explanation = method.Explain(image, Target.Class(1));
        var whole = network.Run(image)[0, 1].ToDouble();
        var (sums, counts) = (new double[11, 9], new int[11, 9]);
        foreach (var top in new[] { 0, 3, 6, 9 })
        {
            foreach (var left in new[] { 0, 3, 6 })
            {
                using var inner = NewDisposeScope();
                var covered = image.clone();
                covered.narrow(2, top, Math.Min(4, 11 - top)).narrow(3, left, Math.Min(4, 9 - left)).fill_(0.5);
                var drop = whole - network.Run(covered)[0, 1].ToDouble();
                for (var y = top; y < Math.Min(top + 4, 11); y++)
                {
                    for (var x = left; x < Math.Min(left + 4, 9); x++)
                        (sums[y, x], counts[y, x]) = (sums[y, x] + drop, counts[y, x] + 1);
                }
            }
        }

        for (var y = 0; y < 11; y++)
        {
            for (var x = 0; x < 9; x++)
                Assert.Equal(sums[y, x] / counts[y, x], explanation.Map[0, 0, y, x].ToDouble(), Exact);
        }
    }

    [Fact]
    public void Rise_weighs_masks_by_the_output_and_its_masks_keep_the_share_asked_for()
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(1, () => new Relu());
        var image = SmallNetworks.Images(3, 1, 14, 21);
        using var method = new Rise(network, new RiseSettings(Masks: 5, Grid: 3, Keep: 0.3, Seed: 4));
        using var explanation = method.Explain(image, Target.Class(1));
        var expected = zeros(1, 1, 14, 21, dtype: ScalarType.Float64);
        for (var k = 0; k < 5; k++)
        {
            var mask = method.Mask(image, k);
            expected += network.Run(image * mask)[0, 1] * mask / (5 * 0.3);
        }

        Assert.True((expected - explanation.Map).abs().max().ToDouble() < Exact);
        // 2,000 masks of about 9 cells: a standard error of 0.0034.
        var mean = Enumerable.Range(0, 2000).Average(k =>
        {
            using var inner = NewDisposeScope();
            return method.Mask(image, k).mean().ToDouble();
        });
        Assert.Equal(0.3, mean, 0.014);
    }

    [Fact]
    public void Sobel_finds_the_slope_of_a_ramp_and_the_centre_prior_falls_as_a_Gaussian()
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(1, () => new Relu());
        var ramp = arange(9, dtype: ScalarType.Float64).expand(1, 3, 11, 9).contiguous() * 0.25;
        using var sobel = AttributionMethods.Create("sobel", network);
        using var prior = AttributionMethods.Create("centre-prior:deviation=0.25", network);
        using var edges = sobel.Explain(ramp, Target.Class(0));
        using var centre = prior.Explain(ramp, Target.Class(0));

        // Sobel's kernel weighs a step of two pixels eight times a half: 8 times the slope.
        Assert.Equal(8 * 0.25, edges.Map[0, 0, 5, 4].ToDouble(), 12);
        Assert.Equal(1, centre.Map[0, 0, 5, 4].ToDouble(), 12);
        Assert.Equal(Math.Exp(-Math.Pow(2 / (9 * 0.25), 2) / 2), centre.Map[0, 0, 5, 6].ToDouble(), 12);
    }

    private static (Tensor Features, Tensor Gradient) Layer(Network network, Tensor image, string layer, int c)
    {
        using var scope = NewDisposeScope();
        // The value of the layer enters the rest of the network through a sum with a zero that asks for a gradient.
        var inputs = new Dictionary<string, Tensor> { [network.Inputs[0].Name] = image };
        var features = network.Run(inputs, [layer])[layer];
        using var tail = Tail(network, layer);
        var leaf = features.detach().clone().requires_grad_();
        var run = new Dictionary<string, Tensor> { ["features"] = leaf, [network.Inputs[0].Name] = image };
        var output = tail.Run(run)[tail.Outputs[0]];
        return (leaf.detach().MoveToOuterDisposeScope(), autograd.grad([output[0, c]], [leaf])[0].MoveToOuterDisposeScope());
    }

    /// <summary>The same network with the layer's value as an input of its own.</summary>
    private static Network Tail(Network network, string layer)
    {
        var nodes = network.Nodes.Where(n => n.Name != layer).Select(n => n with { Inputs = [.. n.Inputs.Select(i => i == layer ? "features" : i)] });
        var parameters = network.Parameters.ToDictionary(p => p.Key, p => p.Value.alias());
        var inputs = network.Inputs.Append(new NetworkInput("features", ScalarType.Float64, [null, null, null, null])).ToList();
        return new Network(nodes, parameters, inputs, network.Outputs);
    }
}
