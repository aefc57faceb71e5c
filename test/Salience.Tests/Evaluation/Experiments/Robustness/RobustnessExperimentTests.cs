using Salience.Evaluation.Experiments;
using Salience.Evaluation.Experiments.Robustness;
using Salience.Evaluation.Maps;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Experiments.Robustness;

[NoTensorLeaks]
public sealed class RobustnessExperimentTests
{
    private static readonly RobustnessExperiment Quick = new(new RobustnessSettings(Squares: 12, Subsets: 9, Copies: 3));
    private static readonly int[] Items = [0, 3, 7];

    [Fact]
    public void On_a_linear_network_the_input_term_tells_everything_and_its_negation_the_opposite()
    {
        using var network = LinearNetworks.OfScenes(2);
        using var truth = MapSources.Create("input-x-gradient", network);
        var oracle = Measure(network, truth);
        var opposite = Measure(network, new MadeUpMaps("opposite", r => truth.Map(r).neg()));
        var random = Measure(network, "scattered");

        Assert.All(oracle["infidelity"].Concat(oracle["infidelity-in-units"]), v => Assert.InRange(v, 0, 1e-12));
        Assert.All(oracle["sensitivity-n"].Concat(oracle["sensitivity-n-mean"]), v => Assert.InRange(v, 1 - 1e-9, 1));
        Assert.All(opposite["infidelity"], v => Assert.Equal(1, v, 1e-9));
        Assert.All(opposite["infidelity-in-units"], v => Assert.Equal(4, v, 1e-9));
        Assert.All(opposite["sensitivity-n"], v => Assert.InRange(v, -1, -1 + 1e-9));
        Assert.All(random["sensitivity-n-mean"], v => Assert.InRange(v, -0.6, 0.6));
        Assert.All(random["infidelity"], v => Assert.InRange(v, 0.01, 1));
    }

    [Fact]
    public void On_a_linear_network_the_gradient_does_not_move_and_the_input_term_by_the_change_of_the_input()
    {
        using var network = LinearNetworks.OfScenes(2);
        Assert.All(Measure(network, "saliency")["max-sensitivity"], v => Assert.InRange(v, 0, 1e-12));
        Assert.All(Measure(network, "scattered")["max-sensitivity"], v => Assert.Equal(0, v));
        var found = Measure(network, "input-x-gradient")["max-sensitivity"];
        for (var i = 0; i < Items.Length; i++)
        {
            using var scope = NewDisposeScope();
            using var chunk = new ItemChunk(ExperimentCells.Subject(network), [Items[i]], 4);
            var gradient = network.Parameters["weight"][chunk.Predicted[0]].view(1, 3, 64, 64);
            var size = (gradient * chunk.Images).sum(1).pow(2).sum().item<double>();
            var worst = Enumerable.Range(0, 3).Max(k => (gradient * PictureNoise.Uniform(chunk.Images, 0.02, [Items[i]], 0, k)).sum(1).pow(2).sum().item<double>());
            Assert.Equal(Math.Sqrt(worst / size), found[i], 1e-9);
        }
    }

    [Fact]
    public void Noise_is_within_its_radius_other_for_each_item_and_copy_and_the_same_whatever_the_chunk()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(2);
        var images = rand([2, 3, 5, 6], ScalarType.Float64, generator: generator) * 4 - 1;
        var noise = PictureNoise.Uniform(images, 0.1, [3, 8], 5, 1);
        var alone = PictureNoise.Uniform(images.narrow(0, 1, 1), 0.1, [8], 5, 1);
        Assert.True(noise.narrow(0, 1, 1).equal(alone).all().item<bool>());
        Assert.False(noise[0].allclose(noise[1], 1e-3));
        Assert.False(alone.allclose(PictureNoise.Uniform(images.narrow(0, 1, 1), 0.1, [8], 5, 2), 1e-3));
        for (var i = 0; i < 2; i++)
        {
            var bound = 0.1 * (images[i].max() - images[i].min()).item<double>();
            Assert.InRange(noise[i].abs().max().item<double>(), 0.9 * bound, bound);
        }
    }

    [Fact]
    public void Figures_are_those_of_the_literal_definitions()
    {
        using var network = GlyphNetworks.Small(3);
        using var method = MapSources.Create("fullgrad:preset=signed", network);
        var found = Measure(network, method);
        for (var i = 0; i < Items.Length; i++)
        {
            var reference = new RobustnessReference(network, method, Items[i]);
            Assert.Equal(reference.Infidelity(squares: 12), found["infidelity"][i], 1e-9);
            Assert.Equal(reference.SensitivityN(subsets: 9), found["sensitivity-n"].Skip(6 * i).Take(6), (a, b) => Math.Abs(a - b) < 1e-9);
        }
    }

    [Fact]
    public void Figures_of_an_item_do_not_depend_on_its_cell_or_the_size_of_a_pass()
    {
        using var network = GlyphNetworks.Small(3);
        var together = Measure(network, "fullgrad");
        var alone = ExperimentCells.Measure(Quick, network, ExperimentPart.All, "fullgrad", [7], batch: 5);
        foreach (var (metric, values) in alone)
            Assert.Equal(values, together[metric].TakeLast(values.Length), (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void An_empty_map_has_no_max_sensitivity_tells_nothing_and_correlates_with_nothing()
    {
        using var network = GlyphNetworks.Small(3);
        var found = Measure(network, new MadeUpMaps("empty", r => zeros([r.Items.Count, 1, 64, 64], ScalarType.Float64)));
        Assert.All(found["infidelity"], v => Assert.Equal(1, v));
        Assert.All(found["max-sensitivity"].Concat(found["sensitivity-n"]).Concat(found["sensitivity-n-mean"]), v => Assert.True(double.IsNaN(v)));
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RobustnessExperiment(new RobustnessSettings(Subsets: 2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RobustnessExperiment(new RobustnessSettings(Radius: double.NaN)));
    }

    private static IReadOnlyDictionary<string, double[]> Measure(Network network, MapSource method) => ExperimentCells.Measure(Quick, network, ExperimentPart.All, method, Items);

    private static IReadOnlyDictionary<string, double[]> Measure(Network network, string method) => ExperimentCells.Measure(Quick, network, ExperimentPart.All, method, Items);
}
