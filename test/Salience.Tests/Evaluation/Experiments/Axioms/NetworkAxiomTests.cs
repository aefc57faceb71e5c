using Salience.Attribution;
using Salience.Decomposition;
using Salience.Evaluation.Datasets;
using Salience.Evaluation.Experiments.Axioms;
using Salience.Networks;
using Salience.Operators;
using Salience.Tests.Attribution;
using Salience.Tests.Decomposition;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Experiments.Axioms;

/// <summary>What is measured on the network given.</summary>
[NoTensorLeaks]
public sealed class NetworkAxiomTests
{
    private static readonly AxiomsExperiment Quick = new(new AxiomsSettings(Steps: 3, Halvings: 3, Copies: 2));

    [Fact]
    public void FullGrad_keeps_its_promise_and_its_picture_does_not()
    {
        using var network = GlyphNetworks.Small(1);
        var found = ExperimentCells.Measure(Quick, network, AxiomParts.Completeness, "fullgrad", [0, 1, 2]);
        Assert.All(found["residual"], v => Assert.InRange(v, 0, 1e-10));
        Assert.All(found["values-to-f"], v => Assert.InRange(v, 0, 1e-10));
        Assert.All(found["map-to-f"], v => Assert.InRange(v, 1, 1e9));
    }

    [Fact]
    public void Integrated_gradients_reach_the_difference_to_their_reference_and_input_x_gradient_misses_the_biases()
    {
        using var network = GlyphNetworks.Small(1);
        var integrated = ExperimentCells.Measure(Quick, network, AxiomParts.Completeness, "integrated-gradients:steps=256,rule=gauss-legendre", [0, 1, 2]);
        Assert.Equal(integrated["residual"], integrated["values-to-difference"], (a, b) => Math.Abs(a - b) < 1e-10);
        Assert.All(integrated["residual"], v => Assert.InRange(v, 0, 0.02));

        var product = ExperimentCells.Measure(Quick, network, AxiomParts.Completeness, "input-x-gradient", [0, 1, 2]);
        for (var i = 0; i < 3; i++)
        {
            using var scope = NewDisposeScope();
            var x = Scene(i);
            using var terms = FullGradient.Decompose(network, x, Target.ArgMax);
            var (f, biases) = (terms.Completeness.Outputs[0], terms.Completeness.Terms.Sum(t => t.Sums[0]));
            Assert.Equal(Math.Abs(biases / f), product["values-to-f"][i], 1e-9);
            Assert.Equal(product["values-to-f"][i], product["map-to-f"][i], 1e-9);
        }
    }

    [Fact]
    public void A_method_that_promises_nothing_has_no_residual_and_a_control_only_a_map()
    {
        using var network = GlyphNetworks.Small(1);
        var gradient = ExperimentCells.Measure(Quick, network, AxiomParts.Completeness, "saliency", [0, 1]);
        Assert.All(gradient["residual"], v => Assert.True(double.IsNaN(v)));
        Assert.All(gradient["values-to-f"], v => Assert.True(double.IsFinite(v)));
        var control = ExperimentCells.Measure(Quick, network, AxiomParts.Completeness, "scattered", [0, 1]);
        Assert.All(control["values-to-f"], v => Assert.True(double.IsNaN(v)));
        Assert.All(control["map-to-f"], v => Assert.True(double.IsFinite(v)));
    }

    [Fact]
    public void Folding_changes_no_map_of_the_paper_and_those_of_code_that_keeps_layers_apart()
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(1, () => new Relu());
        var merged = ExperimentCells.Measure(Quick, network, AxiomParts.Network, "fullgrad", [0, 1]);
        Assert.All(merged["folding-difference"], v => Assert.InRange(v, 0, 1e-9));
        Assert.All(merged["folding-correlation"], v => Assert.InRange(v, 1 - 1e-9, 1));
        var apart = ExperimentCells.Measure(Quick, network, AxiomParts.Network, "fullgrad:preset=idiap", [0, 1]);
        Assert.All(apart["folding-difference"], v => Assert.InRange(v, 1e-3, 2));
        Assert.All(apart["folding-correlation"], v => Assert.InRange(v, -1, 0.9999));
    }

    [Fact]
    public void A_network_without_anything_to_fold_leaves_the_figures_out()
    {
        using var network = GlyphNetworks.Small(1);
        var found = ExperimentCells.Measure(Quick, network, AxiomParts.Network, "saliency", [0]);
        Assert.Equal(["local-lipschitz", "map-jump", "output-jump"], found.Keys);
    }

    [Fact]
    public void On_a_linear_network_the_gradient_stands_still_and_the_input_term_moves_with_the_input()
    {
        using var network = LinearNetworks.OfScenes(4);
        Assert.All(ExperimentCells.Measure(Quick, network, AxiomParts.Network, "saliency", [0, 1, 2])["local-lipschitz"], v => Assert.InRange(v, 0, 1e-9));
        Assert.All(ExperimentCells.Measure(Quick, network, AxiomParts.Network, "saliency", [0, 1, 2])["map-jump"], v => Assert.InRange(v, 0, 1e-9));
        Assert.All(ExperimentCells.Measure(Quick, network, AxiomParts.Network, "input-x-gradient", [0, 1, 2])["local-lipschitz"], v => Assert.InRange(v, 0.2, 5));
    }

    [Theory]
    [InlineData("fullgrad")]
    [InlineData("scattered")]
    public void Figures_of_an_item_do_not_depend_on_its_cell(string method)
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(2, () => new Relu());
        foreach (var part in new[] { AxiomParts.Completeness, AxiomParts.Network, AxiomParts.Sensitivity, AxiomParts.Continuity })
        {
            var (together, alone) = (ExperimentCells.Measure(Quick, network, part, method, [1, 2, 4], batch: 2), ExperimentCells.Measure(Quick, network, part, method, [4]));
            foreach (var (metric, values) in together)
                Assert.Equal(values[2], alone[metric][0], 1e-7);
        }
    }

    [Fact]
    public void Networks_are_drawn_for_at_most_as_many_items_as_there_are_pictures()
    {
        using var network = GlyphNetworks.Small(1);
        var subject = ExperimentCells.Subject(network);
        Assert.Equal(11, new AxiomsExperiment().Items(subject, AxiomParts.Invariance, null).Count);
        Assert.Equal(3, new AxiomsExperiment(new AxiomsSettings(Draws: 3)).Items(subject, AxiomParts.Invariance, null).Count);
        Assert.Equal(2, new AxiomsExperiment().Items(subject, AxiomParts.Network, 2).Count);
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new AxiomsExperiment(new AxiomsSettings(Draws: 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AxiomsExperiment(new AxiomsSettings(Radius: 0)));
    }

    private static Tensor Scene(int index) => ImageBatch.Read(ExperimentCells.Scenes, [index]).ToTensor(ExperimentCells.Scenes.Normalization).to_type(ScalarType.Float64);
}
