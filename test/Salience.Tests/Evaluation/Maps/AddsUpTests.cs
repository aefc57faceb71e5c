using Salience.Attribution;
using Salience.Decomposition;
using Salience.Evaluation.Maps;
using Salience.Tests.Evaluation.Experiments;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Maps;

/// <summary>Which maps are parts of the output.</summary>
[NoTensorLeaks]
public sealed class AddsUpTests
{
    [Theory]
    [InlineData("fullgrad:preset=complete", true)]
    [InlineData("input-x-gradient", true)]
    [InlineData("integrated-gradients:steps=8", true)]
    [InlineData("deeplift", true)]
    [InlineData("lrp", true)]
    [InlineData("expected-gradients:samples=4", true)]
    [InlineData("fullgrad", false)]
    [InlineData("fullgrad:preset=signed", false)]
    [InlineData("input-x-gradient:map=absolute-sum", false)]
    public void The_pixels_of_a_map_sum_to_its_account_where_it_says_so(string text, bool addsUp)
    {
        using var scope = NewDisposeScope();
        using var network = GlyphNetworks.Small(5);
        using var source = MapSources.Create(text, network);
        using var method = AttributionMethods.Create(text, network);
        using var generator = new Generator(3);
        using var explanation = method.Explain(randn([1, 3, 64, 64], ScalarType.Float64, generator: generator), Target.Class(3));
        var account = explanation is FullGradExplanation full ? full.MapAccount : explanation.Account;
        var sum = explanation.Map.sum().item<double>();

        Assert.Equal(addsUp, source.AddsUp);
        Assert.Equal(addsUp, account is not null && Math.Abs(sum - account.Sums[0]) < 1e-6 * Math.Max(1, Math.Abs(account.Sums[0])));
    }

    [Theory]
    [InlineData("saliency:signed=true,map=sum")]
    [InlineData("smoothgrad:samples=2")]
    [InlineData("grad-cam")]
    [InlineData("guided-backprop")]
    [InlineData("scattered")]
    public void Slopes_and_scores_are_no_parts_of_the_output(string text)
    {
        using var network = GlyphNetworks.Small(5);
        using var source = MapSources.Create(text, network);
        Assert.False(source.AddsUp);
    }
}
