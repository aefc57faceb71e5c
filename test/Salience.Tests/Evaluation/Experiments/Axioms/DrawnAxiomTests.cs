using Salience.Attribution;
using Salience.Evaluation.Experiments;
using Salience.Evaluation.Experiments.Axioms;
using Salience.Tests.Attribution;

namespace Salience.Tests.Evaluation.Experiments.Axioms;

/// <summary>Which methods satisfy which axioms on networks drawn at random: what theory says has to be measured.</summary>
[NoTensorLeaks]
public sealed class DrawnAxiomTests
{
    private const double Rounding = 1e-9;

    public static TheoryData<string> Methods => [.. AttributionMethods.All.Select(m => m.Description.Name)];

    [Theory]
    [InlineData("saliency")]
    [InlineData("saliency:signed=true")]
    [InlineData("input-x-gradient")]
    [InlineData("integrated-gradients:steps=4")]
    [InlineData("occlusion:window=4,stride=4")]
    public void What_depends_on_the_function_alone_is_invariant_to_how_it_is_written(string method)
    {
        var found = Measure(AxiomParts.Invariance, method);
        Assert.All(["merged-layers", "shifted-relu", "folded-norm"], m => Assert.All(found[m], v => Assert.InRange(v, 0, Rounding)));
    }

    [Fact]
    public void FullGrad_of_magnitudes_sees_how_a_function_is_written_but_not_whether_its_norms_are_folded()
    {
        var found = Measure(AxiomParts.Invariance, "fullgrad");
        Assert.All(["merged-layers", "shifted-relu", "input-shift"], m => Assert.All(found[m], v => Assert.InRange(v, 0.001, 2)));
        Assert.All(found["folded-norm"], v => Assert.InRange(v, 0, Rounding));
        Assert.All(Measure(AxiomParts.Invariance, "fullgrad:preset=idiap")["folded-norm"], v => Assert.InRange(v, 0.001, 2));
    }

    [Fact]
    public void The_signed_FullGrad_map_is_invariant_where_biases_stay_at_their_place_but_not_to_a_shift_of_the_input()
    {
        var found = Measure(AxiomParts.Invariance, "fullgrad:preset=signed");
        Assert.All(["merged-layers", "shifted-relu", "folded-norm"], m => Assert.All(found[m], v => Assert.InRange(v, 0, Rounding)));
        Assert.All(found["input-shift"], v => Assert.InRange(v, 0.01, 2));
    }

    [Fact]
    public void The_gradient_is_invariant_to_a_shift_of_the_input_and_what_is_multiplied_with_the_input_is_not()
    {
        Assert.All(Measure(AxiomParts.Invariance, "saliency")["input-shift"], v => Assert.InRange(v, 0, Rounding));
        Assert.All(Measure(AxiomParts.Invariance, "input-x-gradient")["input-shift"], v => Assert.InRange(v, 0.01, 2));
        Assert.All(Measure(AxiomParts.Invariance, "integrated-gradients:steps=4")["input-shift"], v => Assert.InRange(v, 0.01, 2));
    }

    [Fact]
    public void Guided_backpropagation_is_not_invariant()
    {
        // The inserted ReLU stops negative gradients, although it is open everywhere.
        Assert.All(Measure(AxiomParts.Invariance, "guided-backprop")["shifted-relu"], v => Assert.InRange(v, 0.1, 2));
    }

    [Fact]
    public void A_saturated_pixel_gets_nothing_from_the_gradient_and_all_from_integrated_gradients()
    {
        Assert.All(Measure(AxiomParts.Sensitivity, "saliency")["sensitivity"], v => Assert.Equal(0, v));
        Assert.All(Measure(AxiomParts.Sensitivity, "input-x-gradient")["sensitivity"], v => Assert.Equal(0, v));
        var integrated = Measure(AxiomParts.Sensitivity, "integrated-gradients");
        Assert.All(integrated["sensitivity"], v => Assert.Equal(1, v));
        Assert.All(integrated["sensitivity-contrast"], v => Assert.Equal(1, v, Rounding));
    }

    [Fact]
    public void Magnitudes_of_biases_light_up_everything_but_the_saturated_pixel_and_signed_biases_that_pixel_alone()
    {
        // Where the ReLU is open its bias θ and the bias −θ behind it cancel; at the saturated pixel only one is left.
        var magnitudes = Measure(AxiomParts.Sensitivity, "fullgrad");
        Assert.All(magnitudes["sensitivity"], v => Assert.Equal(0, v));
        Assert.All(magnitudes["sensitivity-contrast"], v => Assert.Equal(-1, v, Rounding));
        Assert.All(Measure(AxiomParts.Sensitivity, "fullgrad:preset=signed")["sensitivity-contrast"], v => Assert.Equal(1, v, Rounding));
    }

    [Fact]
    public void Pixels_without_influence_get_nothing_from_the_input_term_and_something_from_biases()
    {
        Assert.All(Measure(AxiomParts.Sensitivity, "input-x-gradient")["null-player"], v => Assert.Equal(0, v));
        Assert.All(Measure(AxiomParts.Sensitivity, "integrated-gradients:steps=4")["null-player"], v => Assert.Equal(0, v));
        Assert.All(Measure(AxiomParts.Sensitivity, "fullgrad")["null-player"], v => Assert.InRange(v, 0.05, 0.6));
        Assert.Equal(0.5, Measure(AxiomParts.Sensitivity, "scattered")["null-player"].Average(), 0.05);
    }

    [Fact]
    public void Within_a_region_gradient_and_bias_terms_are_constant_and_the_input_term_goes_with_the_input()
    {
        // The step inside the region is small: rounding of equal maps is divided by it.
        Assert.All(Measure(AxiomParts.Continuity, "saliency")["weak-dependence"], v => Assert.InRange(v, 0, 1e-6));
        Assert.All(Measure(AxiomParts.Continuity, "fullgrad:preset=signed,terms=biases")["weak-dependence"], v => Assert.InRange(v, 0, 1e-6));
        Assert.All(Measure(AxiomParts.Continuity, "input-x-gradient")["weak-dependence"], v => Assert.InRange(v, 0.3, 3));
    }

    [Theory]
    [InlineData("fullgrad", 0.999, 1.001)]
    [InlineData("saliency", 0.999, 1.001)]
    [InlineData("fullgrad:preset=signed", 0, 1e-6)]
    [InlineData("occlusion:window=1,stride=1", 0, 1e-6)]
    [InlineData("integrated-gradients", 0, 1e-6)]
    [InlineData("deeplift", 0, 1e-6)]
    [InlineData("smooth-fullgrad:preset=signed", 0, 1e-3)]
    public void At_a_threshold_maps_of_magnitudes_jump(string method, double low, double high) =>
        Assert.All(Measure(AxiomParts.Continuity, method)["threshold-jump"], v => Assert.InRange(v, low, high));

    [Fact]
    public void Between_two_pictures_maps_made_of_gradients_jump_and_those_made_of_outputs_do_not()
    {
        var gradient = Measure(AxiomParts.Continuity, "saliency");
        Assert.All(gradient["map-jump"], v => Assert.InRange(v, 1e-3, 2));
        Assert.All(gradient["output-jump"], v => Assert.InRange(v, 0, 1e-5));
        Assert.All(Measure(AxiomParts.Continuity, "fullgrad")["map-jump"], v => Assert.InRange(v, 1e-3, 2));
        Assert.All(Measure(AxiomParts.Continuity, "fullgrad:preset=signed")["map-jump"], v => Assert.InRange(v, 1e-4, 2));
        Assert.All(Measure(AxiomParts.Continuity, "occlusion:window=4,stride=4")["map-jump"], v => Assert.InRange(v, 0, 1e-5));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Every_method_gets_a_figure_for_every_axiom_or_none_where_it_does_not_apply(string method)
    {
        foreach (var part in new[] { AxiomParts.Sensitivity, AxiomParts.Invariance, AxiomParts.Continuity })
        {
            foreach (var (metric, values) in Measure(part, QuickSettings.Of(method), 1))
                Assert.All(values, v => Assert.True(double.IsNaN(v) || v is > -1.001 and < double.PositiveInfinity, $"{method}: {metric} is {v}."));
        }
    }

    [Fact]
    public void Settings_that_name_layers_of_the_given_network_leave_the_figures_out()
    {
        var found = Measure(AxiomParts.Invariance, "fullgrad:layers=conv", 2);
        Assert.All(found.Values, values => Assert.All(values, v => Assert.True(double.IsNaN(v))));
    }

    private static IReadOnlyDictionary<string, double[]> Measure(ExperimentPart part, string method, int items = 4)
    {
        using var network = GlyphNetworks.Small(1);
        return ExperimentCells.Measure(new AxiomsExperiment(), network, part, method, [.. Enumerable.Range(0, items)]);
    }
}
