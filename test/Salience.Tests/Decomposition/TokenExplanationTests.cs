using Salience.Attribution;
using Salience.Decomposition;
using Salience.Networks;
using Salience.PostProcessing;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Decomposition;

/// <summary>FullGrad maps of networks with tokens.</summary>
[NoTensorLeaks]
public class TokenExplanationTests
{
    /// <summary>Rounding of a sum of some hundred terms in float64.</summary>
    private const double Tolerance = 1e-10;

    /// <summary>Pixels of a patch, in the networks of this test.</summary>
    private const int Pixels = 4;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_signed_map_of_a_transformer_shows_all_terms_but_the_class_tokens(bool sequenceFirst)
    {
        using var scope = NewDisposeScope();
        using var network = TokenNetworks.Transformer(4, 6, sequenceFirst);
        using var explanation = Explain(network, Images());
        var account = explanation.Completeness;
        var drawn = account.Terms.Where(t => t.InPicture).Select(t => t.Node).ToHashSet();
        Assert.Superset(new HashSet<string> { "patch", "embedded", "norm", "q", "k", "v", "scores", "weights", "mixed", "projected", "last" }, drawn);
        Assert.DoesNotContain("fc", drawn);
        for (var i = 0; i < 3; i++)
        {
            Assert.InRange(account.Residual(i), 0, Tolerance);
            Assert.NotEqual(0, account.AbsentFromPicture[i]);

            // Bilinear enlargement by whole numbers gives every cell the weight of its pixels.
            var shown = account.Sums[i] - account.InputTerms[i] - account.AbsentFromPicture[i];
            AssertSum(account.InputTerms[i] + Pixels * shown, explanation.Map[i]);
        }
    }

    [Fact]
    public void The_signed_map_of_shifted_windows_shows_terms_of_two_resolutions()
    {
        using var scope = NewDisposeScope();
        using var network = TokenNetworks.ShiftedWindows(4, 6);
        using var explanation = Explain(network, Images());
        var account = explanation.Completeness;
        var coarse = new HashSet<string> { "coarse", "end" };
        Assert.Equal(["fc"], account.Terms.Where(t => !t.InPicture).Select(t => t.Node));
        for (var i = 0; i < 3; i++)
        {
            Assert.InRange(account.Residual(i), 0, Tolerance);
            var expected = account.Terms.Where(t => t.InPicture).Sum(t => t.Sums[i] * (coarse.Contains(t.Node) ? 4 * Pixels : Pixels));
            AssertSum(account.InputTerms[i] + expected, explanation.Map[i]);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_image_of_a_batch_adds_up_whichever_axis_counts_the_images(bool sequenceFirst)
    {
        using var scope = NewDisposeScope();
        using var network = TokenNetworks.Transformer(4, 6, sequenceFirst);
        using var result = FullGradient.Decompose(network, Images(), Target.Class(2));
        using var explanation = Explain(network, Images());
        for (var i = 0; i < 3; i++)
        {
            Assert.InRange(result.Completeness.Residual(i), 0, Tolerance);
            Assert.Equal(explanation.Completeness.AbsentFromPicture[i], result.Completeness.AbsentFromPicture[i], Tolerance);
        }

        Assert.Equal(explanation.Completeness.Terms.Select(t => t.InPicture), result.Completeness.Terms.Select(t => t.InPicture));
    }

    [Fact]
    public void A_batch_of_token_maps_is_that_of_its_images()
    {
        using var scope = NewDisposeScope();
        using var network = TokenNetworks.Transformer(4, 6, sequenceFirst: true);
        var images = Images();
        using var method = new FullGrad(network);
        using var batch = method.Explain(images, Target.Class(1));
        for (var i = 0; i < 3; i++)
        {
            using var single = method.Explain(images.narrow(0, i, 1), Target.Class(1));
            var difference = (single.Map[0] - batch.Map[i]).abs().max().ToDouble();
            Assert.True(difference <= Tolerance * batch.Map[i].abs().max().ToDouble(), $"Image {i} alone differs by {difference:g3}.");
        }
    }

    private static Tensor Images()
    {
        using var generator = new Generator(3);
        return randn([3, 3, 8, 12], ScalarType.Float64, generator: generator);
    }

    private static FullGradExplanation Explain(Network network, Tensor images)
    {
        using var method = new FullGrad(network, new FullGradSettings(Presets.Signed));
        return method.Explain(images, Target.Class(2));
    }

    private static void AssertSum(double expected, Tensor map)
    {
        var scale = map.abs().sum().ToDouble();
        Assert.True(Math.Abs(map.sum().ToDouble() - expected) <= Tolerance * scale, $"The map sums to {map.sum().ToDouble():g12}, its terms to {expected:g12}.");
    }
}
