using Salience.Attribution;
using Salience.Decomposition;
using Salience.Networks;
using Salience.Operators;
using Salience.Tests.Decomposition;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Attribution;

/// <summary>Score-CAM against its formula, one channel at a time.</summary>
[NoTensorLeaks]
public class ScoreCamTests
{
    private const double Exact = 1e-10;

    [Theory]
    [InlineData("softmax")]
    [InlineData("increase")]
    [InlineData("score")]
    public void Each_channel_counts_by_the_score_of_the_picture_seen_through_it(string weights)
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(1, () => new Relu());
        var image = SmallNetworks.Images(3, 1);
        using var method = AttributionMethods.Create($"score-cam:layer=act3,weights={weights}", network);
        using var explanation = method.Explain(image, Target.Margin(2, 0));

        var features = Features(network, image, "act3");
        var scores = Enumerable.Range(0, (int)features.shape[1]).Select(c => Score(network, image * Mask(features[0, c], 11, 9))).ToArray();
        var black = Score(network, zeros_like(image));
        var sum = scores.Sum(Math.Exp);
        var alphas = scores.Select(s => weights switch { "softmax" => Math.Exp(s) / sum, "increase" => s - black, _ => s }).ToArray();
        var expected = zeros_like(features[0, 0]);
        for (var c = 0; c < alphas.Length; c++)
            expected += alphas[c] * features[0, c];

        Assert.True((expected - explanation.Values![0, 0]).abs().max().ToDouble() < Exact);
        var map = nn.functional.interpolate(expected.clamp_min(0).view(1, 1, 6, 5), [11, 9], null, InterpolationMode.Bilinear, align_corners: false);
        Assert.True((map - explanation.Map).abs().max().ToDouble() < Exact);
    }

    [Fact]
    public void Some_channels_are_those_that_vary_most()
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(1, () => new Relu());
        var image = SmallNetworks.Images(3, 1);
        using var method = AttributionMethods.Create("score-cam:layer=act3,weights=score,channels=2", network);
        using var explanation = method.Explain(image, Target.Margin(2, 0));

        var features = Features(network, image, "act3");
        var chosen = Enumerable.Range(0, (int)features.shape[1]).OrderByDescending(c => features[0, c].std().ToDouble()).Take(2);
        var expected = chosen.Select(c => Score(network, image * Mask(features[0, c], 11, 9)) * features[0, c]).Aggregate((a, b) => a + b);
        Assert.True((expected - explanation.Values![0, 0]).abs().max().ToDouble() < Exact);
    }

    [Fact]
    public void The_layer_is_that_of_Grad_CAM()
    {
        using var scope = NewDisposeScope();
        using var network = TokenNetworks.Transformer(4, 3);
        using var score = new ScoreCam(network);
        using var gradient = new GradCam(network);
        score.Explain(SmallNetworks.Images(3, 1, 8, 6), Target.ArgMax).Dispose();
        gradient.Explain(SmallNetworks.Images(3, 1, 8, 6), Target.ArgMax).Dispose();

        Assert.NotNull(score.Layer);
        Assert.Equal(gradient.Layer, score.Layer);
    }

    [Fact]
    public void Several_targets_share_the_masked_pictures()
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(1, () => new Relu());
        using var method = AttributionMethods.Create("score-cam:layer=act3", network, batch: 1);
        var passes = new Counter();
        foreach (var explanation in method.Explain(SmallNetworks.Images(3, 1), [Target.Class(0), Target.Class(1), Target.Class(2)], passes))
            explanation.Dispose();
        Assert.Equal(8, passes.Count);
    }

    private static double Score(Network network, Tensor image)
    {
        using var scope = NewDisposeScope();
        var outputs = network.Run(image);
        return outputs[0, 2].ToDouble() - outputs[0, 0].ToDouble();
    }

    private static Tensor Features(Network network, Tensor image, string layer) =>
        network.Run(new Dictionary<string, Tensor> { [network.Inputs[0].Name] = image }, [layer])[layer];

    private static Tensor Mask(Tensor channel, long height, long width)
    {
        var large = nn.functional.interpolate(channel.unsqueeze(0).unsqueeze(0), [height, width], null, InterpolationMode.Bilinear, align_corners: false);
        var (low, high) = (large.min().ToDouble(), large.max().ToDouble());
        return high == low ? zeros_like(large) : (large - low) / (high - low);
    }

    private sealed class Counter : IProgress<double>
    {
        public int Count { get; private set; }

        public void Report(double value) => Count++;
    }
}
