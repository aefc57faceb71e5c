using Salience.Decomposition;
using Salience.Evaluation.Experiments;
using Salience.Evaluation.Experiments.OutputOrigin;
using Salience.Evaluation.Maps;
using Salience.Networks;
using Salience.Operators;
using Salience.Tests.Attribution;
using Salience.Tests.Decomposition;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Experiments.OutputOrigin;

[NoTensorLeaks]
public sealed class OutputOriginExperimentTests
{
    private const int Points = 21;
    private static readonly int[] Items = [1, 4, 5];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Shares_are_those_of_the_decomposition_and_add_up_to_1(bool smooth)
    {
        using var leftovers = NewDisposeScope();
        using var network = Small(smooth);
        var found = Measure(network);
        for (var i = 0; i < Items.Length; i++)
        {
            using var scope = NewDisposeScope();
            using var chunk = new ItemChunk(ExperimentCells.Subject(network), [Items[i]], 1);
            using var terms = FullGradient.Decompose(network, chunk.Images, Target.ArgMax);
            var account = terms.Completeness;
            var (f, sizes) = (account.Outputs[0], account.Terms.Sum(t => Math.Abs(t.Sums[0])) + Math.Abs(account.InputTerms[0]));

            Assert.Equal(account.InputTerms[0] / f, found["input-share"][i], 1e-9);
            Assert.Equal(account.Terms.Where(t => t.Kind == BiasKind.Explicit).Sum(t => t.Sums[0]) / f, found["explicit-share"][i], 1e-9);
            Assert.Equal(account.Terms.Where(t => t.Kind != BiasKind.Explicit).Sum(t => t.Sums[0]) / f, found["implicit-share"][i], 1e-9);
            Assert.Equal(account.Terms.Where(t => !t.InPicture).Sum(t => t.Sums[0]) / f, found["absent-share"][i], 1e-9);
            Assert.Equal(sizes / Math.Abs(f), found["cancellation"][i], 1e-9);
            Assert.Equal(1, found["input-share"][i] + found["explicit-share"][i] + found["implicit-share"][i], 1e-9);
            Assert.Equal(!smooth, Math.Abs(found["implicit-share"][i]) < 1e-12);
            Assert.InRange(found["residual"][i], 0, 1e-12);
        }
    }

    [Fact]
    public void The_curve_begins_with_the_input_passes_the_first_half_of_the_terms_and_ends_with_the_whole_output()
    {
        using var leftovers = NewDisposeScope();
        using var network = Small(smooth: true);
        var found = Measure(network);
        for (var i = 0; i < Items.Length; i++)
        {
            using var scope = NewDisposeScope();
            using var chunk = new ItemChunk(ExperimentCells.Subject(network), [Items[i]], 1);
            using var terms = FullGradient.Decompose(network, chunk.Images, Target.ArgMax);
            var (curve, sizes) = (found["share-up-to-depth"].AsSpan(Points * i, Points).ToArray(), found["magnitude-up-to-depth"].AsSpan(Points * i, Points).ToArray());
            Assert.Equal(found["input-share"][i], curve[0], 1e-9);
            Assert.Equal(1, curve[^1], 1e-9);
            var half = terms.Terms.Take(terms.Terms.Count / 2).Sum(t => t.Term.Sums[0]) + terms.Completeness.InputTerms[0];
            Assert.Equal(half / terms.Completeness.Outputs[0], curve[10], 1e-9);
            Assert.Equal(sizes.Order(), sizes);
            Assert.Equal(1, sizes[^1], 1e-12);
        }
    }

    [Fact]
    public void A_network_without_biases_owes_everything_to_its_input_and_its_map_nothing_to_biases()
    {
        using var leftovers = NewDisposeScope();
        using var network = MethodNetworks.WithoutBias(2);
        var found = Measure(network);
        Assert.All(found["input-share"].Concat(found["cancellation"]).Concat(found["share-up-to-depth"]), v => Assert.Equal(1, v, 1e-9));
        Assert.All(found["without-biases"].Concat(found["without-implicit"]), v => Assert.Equal(1, v, 1e-12));
        Assert.All(found["without-biases-difference"], v => Assert.InRange(v, 0, 1e-12));
        Assert.All(found["biases-only"], v => Assert.True(double.IsNaN(v)));
    }

    [Fact]
    public void Without_nonlinearities_other_than_ReLU_the_constants_are_all_there_is()
    {
        using var leftovers = NewDisposeScope();
        using var network = Small(smooth: false);
        var found = Measure(network);
        Assert.All(found["without-implicit"], v => Assert.Equal(1, v, 1e-12));
        Assert.All(found["without-biases"], v => Assert.InRange(v, -1, 0.999));
        Assert.All(found["without-biases-difference"], v => Assert.InRange(v, 0.01, 2));
    }

    [Fact]
    public void Figures_of_an_item_do_not_depend_on_its_cell_or_the_size_of_a_pass()
    {
        using var leftovers = NewDisposeScope();
        using var network = Small(smooth: false);
        var (together, alone) = (Measure(network), Measure(network, batch: 2));
        foreach (var (metric, values) in together)
            Assert.Equal(values, alone[metric], (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void An_unknown_preset_is_refused_with_those_that_exist() =>
        Assert.Contains("idiap", Assert.Throws<ArgumentException>(() => new OutputOriginExperiment(new OutputOriginSettings("papr"))).Message, StringComparison.Ordinal);

    private static Network Small(bool smooth) => SmallNetworks.Convolutional(3, smooth ? () => new Swish() : () => new Relu());

    /// <summary>The figures of both parts.</summary>
    private static Dictionary<string, double[]> Measure(Network network, int batch = 16)
    {
        IEnumerable<KeyValuePair<string, double[]>> Part(ExperimentPart part) =>
            ExperimentCells.Measure(new OutputOriginExperiment(), network, part, method: (MapSource?)null, Items, batch);
        return new(Part(OutputOriginExperiment.Terms).Concat(Part(OutputOriginExperiment.Maps)));
    }
}
