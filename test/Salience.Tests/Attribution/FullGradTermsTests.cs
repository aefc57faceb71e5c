using Salience.Attribution;
using Salience.Decomposition;
using Salience.Networks;
using Salience.Operators;
using Salience.PostProcessing;
using Salience.Tests.Decomposition;
using Salience.Tests.Networks.Passes;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Attribution;

/// <summary>Maps of a part of the terms: by kind of bias, by layer.</summary>
[NoTensorLeaks]
public class FullGradTermsTests
{
    /// <summary>Rounding of float64 over a few thousand operations.</summary>
    private const double Exact = 1e-10;

    [Theory]
    [InlineData("input", "biases")]
    [InlineData("input-and-explicit", "implicit-biases")]
    [InlineData("input-and-implicit", "explicit-biases")]
    public void Complementary_kinds_add_up_to_the_whole_map(string terms, string others)
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(21, () => new Sigmoid());
        foreach (var preset in new[] { "signed", "paper" })
        {
            var whole = Map(network, $"preset={preset}");
            var parts = Map(network, $"preset={preset},terms={terms}") + Map(network, $"preset={preset},terms={others}");
            PassTesting.Close(whole, parts, Exact);
            Assert.NotEqual(0, Map(network, $"preset={preset},terms={others}").abs().max().ToDouble());
        }
    }

    [Fact]
    public void The_two_halves_of_the_layers_add_up_to_all_biases_and_the_first_one_has_the_middle()
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(21, () => new Sigmoid());
        var first = Explain(network, "preset=signed,terms=biases,layers=first-half");
        var second = Explain(network, "preset=signed,terms=biases,layers=second-half");
        PassTesting.Close(Map(network, "preset=signed,terms=biases"), first.Map + second.Map, Exact);

        // conv1+bn1, act1, conv2+bn2 | act2, conv3, act3: the linear layer has no place.
        Assert.Equal(["act2", "conv3", "act3"], first.LeftOut.Nodes);
        Assert.Equal(3, second.LeftOut.Nodes.Count);
        using var rectified = SmallNetworks.Convolutional(21, () => new Relu());
        Assert.Equal(["conv3"], Explain(rectified, "layers=first-half").LeftOut.Nodes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Layers_by_name_are_the_terms_of_these_nodes_and_a_merged_term_has_two_names(bool fold)
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(21, () => new Sigmoid());
        using var terms = FullGradient.Decompose(network, SmallNetworks.Images(7, 2), Target.Class(1));
        var expected = terms.Terms.Where(t => t.Term.Node is "bn2" or "conv3")
            .Select(t => UpsamplingStage.Bilinear(t.Product().sum(1, keepdim: true), 11, 9, alignCorners: false)).Aggregate((a, b) => a + b);

        var folding = fold ? "true" : "false";
        PassTesting.Close(expected, Map(network, $"preset=signed,terms=biases,layers=bn2+conv3,fold-batch-norm={folding}"), Exact);
        PassTesting.Close(expected, Map(network, $"preset=signed,terms=biases,layers=conv3+conv2,fold-batch-norm={folding}"), Exact);
    }

    [Theory]
    [InlineData("terms=input")]
    [InlineData("terms=biases")]
    [InlineData("terms=implicit-biases,layers=second-half")]
    [InlineData("layers=norm+weights")]
    public void Shown_left_out_and_absent_sum_to_the_output_and_the_account_is_that_of_all_terms(string settings)
    {
        using var scope = NewDisposeScope();
        using var network = TokenNetworks.Transformer(4, 3);
        var images = SmallNetworks.Images(3, 2, 8, 6);
        var whole = Explain(network, "preset=signed", images);
        var part = Explain(network, $"preset=signed,{settings}", images);
        var shown = Explain(network, "preset=signed,terms=input", images).Map.sum([1, 2, 3]);
        Assert.True(whole.LeftOut.IsEmpty);
        Assert.False(part.LeftOut.IsEmpty);
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(whole.Completeness.Sums[i], part.Completeness.Sums[i], Exact);
            Assert.Equal(whole.Completeness.AbsentFromPicture[i], part.Completeness.AbsentFromPicture[i], Exact);
            Assert.Equal(whole.Completeness.Terms.Count, part.Completeness.Terms.Count);
            // Terms stand on patches of four pixels; the input term on pixels.
            var input = part.LeftOut.Input ? 0 : shown[i].ToDouble();
            var drawn = input + (part.Map[i].sum().ToDouble() - input) / 4;
            Assert.Equal(part.Completeness.Outputs[i], drawn + part.LeftOut.Sums[i] + part.Completeness.AbsentFromPicture[i], 1e-9);
        }
    }

    [Theory]
    [InlineData("layers=conv4", "The network has no layer 'conv4'; did you mean 'conv1'?")]
    [InlineData("layers=conv1+", "'conv1+' names no layers")]
    [InlineData("terms=constants", "terms=constants is not possible; use all, input, biases")]
    public void A_layer_or_kind_that_does_not_exist_is_named(string settings, string message)
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(21, () => new Relu());
        var failure = Assert.Throws<ArgumentException>(() => AttributionMethods.Create($"fullgrad:{settings}", network));
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("act3", "Layer 'act3' has no bias term with a place on the picture; 'conv3' has one.")]
    [InlineData("fc", "Layer 'fc' has no bias term with a place on the picture; 'conv3' has one.")]
    public void A_layer_without_a_term_on_the_picture_is_refused(string layer, string message)
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(21, () => new Relu());
        var failure = Assert.Throws<ArgumentException>(() => Explain(network, $"layers={layer}"));
        Assert.Equal(message, failure.Message);
    }

    private static Tensor Map(Network network, string settings) => Explain(network, settings).Map;

    /// <summary>An explanation whose map belongs to the scope of the test.</summary>
    private static (Tensor Map, TermsLeftOut LeftOut, Completeness Completeness) Explain(Network network, string settings, Tensor? images = null)
    {
        using var method = (FullGrad)AttributionMethods.Create($"fullgrad:{settings}", network);
        using var explanation = method.Explain(images ?? SmallNetworks.Images(7, 2), Target.Class(1));
        return (explanation.Map.clone(), explanation.LeftOut, explanation.Completeness);
    }
}
