using Salience.Decomposition;
using Salience.Networks.Passes;
using Salience.Operators;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Decomposition;

[NoTensorLeaks]
public class FullGradientTests
{
    /// <summary>Rounding of float64 over some thousand operations.</summary>
    private const double Exact = 1e-11;

    public static TheoryData<string> Nonlinearities => ["relu", "sigmoid"];

    [Theory]
    [MemberData(nameof(Nonlinearities))]
    public void Input_and_bias_terms_sum_to_the_output(string nonlinearity)
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(1, () => Make(nonlinearity));
        using var result = FullGradient.Decompose(network, SmallNetworks.Images(2, 3), Target.ArgMax);

        for (var i = 0; i < 3; i++)
            Assert.True(result.Completeness.Residual(i) < Exact, $"image {i}: {result.Completeness.Residual(i)}");
        Assert.All(result.Completeness.Terms, t => Assert.Contains(t.Sums, s => Math.Abs(s) > 1e-6));
    }

    [Fact]
    public void A_relu_network_has_one_term_for_each_affine_block()
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(1, () => new Relu());
        using var merged = FullGradient.Decompose(network, SmallNetworks.Images(2, 1), Target.Class(0));
        using var apart = FullGradient.Decompose(network, SmallNetworks.Images(2, 1), Target.Class(0), new FullGradientSettings(MergeBatchNorm: false));

        Assert.Equal(["bn1", "bn2", "conv3", "fc"], merged.Terms.Select(t => t.Term.Node));
        Assert.Equal(["conv1", "bn1", "conv2", "bn2", "conv3", "fc"], apart.Terms.Select(t => t.Term.Node));
        Assert.All(merged.Terms, t => Assert.Equal(BiasKind.Explicit, t.Term.Kind));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Folded_and_unfolded_networks_have_the_same_terms(bool convolutionBias)
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(3, () => new Relu(), convolutionBias);
        using var folded = BatchNormalizationFolding.Apply(network);
        var images = SmallNetworks.Images(4, 2);
        using var a = FullGradient.Decompose(network, images, Target.Class(1));
        using var b = FullGradient.Decompose(folded, images, Target.Class(1));

        Assert.Equal(a.Terms.Count, b.Terms.Count);
        foreach (var (x, y) in a.Terms.Zip(b.Terms))
            Passes(x.Product(), y.Product());
        Passes(a.InputGradient, b.InputGradient);
    }

    [Fact]
    public void Several_targets_of_one_forward_pass_equal_one_at_a_time()
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(5, () => new Sigmoid());
        var images = SmallNetworks.Images(6, 2);
        Target[] targets = [Target.Class(0), Target.Margin(1, 2), Target.Rank(2), Target.Classes([3, 4])];
        var together = FullGradient.Decompose(network, images, targets);

        foreach (var (target, result) in targets.Zip(together))
        {
            using var alone = FullGradient.Decompose(network, images, target);
            Passes(alone.InputTerm, result.InputTerm);
            Assert.Equal(alone.Completeness.Sums, result.Completeness.Sums);
            result.Dispose();
        }
    }

    [Fact]
    public void A_target_that_is_not_linear_in_the_outputs_adds_its_own_bias()
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(7, () => new Relu());
        using var result = FullGradient.Decompose(network, SmallNetworks.Images(8, 2), Target.Function("log p(1)", y => y.log_softmax(1).select(1, 1)));

        Assert.Equal("log p(1)", result.Completeness.Terms[^1].Node);
        Assert.True(Math.Abs(result.Completeness.Terms[^1].Sums[0]) > 1e-3);
        Assert.True(result.Completeness.Residual(0) < Exact);
        Assert.True(result.Completeness.Residual(1) < Exact);
    }

    [Fact]
    public void A_batch_gives_what_its_images_give_alone()
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(9, () => new Sigmoid());
        var images = SmallNetworks.Images(10, 3);
        using var batch = FullGradient.Decompose(network, images, Target.ArgMax);

        for (var i = 0; i < 3; i++)
        {
            using var single = FullGradient.Decompose(network, images.slice(0, i, i + 1, 1), Target.ArgMax);
            foreach (var (x, y) in batch.Terms.Zip(single.Terms))
                Passes(x.Product().slice(0, i, i + 1, 1), y.Product());
        }
    }

    [Fact]
    public void The_callers_tensors_and_parameters_are_left_as_they_were()
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(11, () => new Relu());
        var images = SmallNetworks.Images(12, 2);
        var (before, weights) = (images.clone(), network.Parameters.ToDictionary(p => p.Key, p => p.Value.clone()));
        using (FullGradient.Decompose(network, images, Target.ArgMax))
        {
        }

        Assert.False(images.requires_grad);
        Assert.True(images.grad is null);
        Assert.True(images.equal(before).all().item<bool>());
        Assert.All(network.Parameters, p => Assert.False(p.Value.requires_grad));
        Assert.All(network.Parameters, p => Assert.True(p.Value.equal(weights[p.Key]).all().item<bool>()));
    }

    [Fact]
    public void An_infinite_mask_contributes_nothing()
    {
        using var scope = NewDisposeScope();
        var b = new Salience.Networks.NetworkBuilder();
        var x = b.AddInput("x", ScalarType.Float64, null, 4);
        var mask = b.AddParameter("mask", tensor(new[] { 0.5, double.NegativeInfinity, 0, double.NegativeInfinity }));
        using var network = b.Build(b.Add("softmax", new Softmax(), b.Add("masked", new Add(), x, mask)));
        using var result = FullGradient.Decompose(network, tensor(new double[,] { { 1, 2, 3, 4 } }), Target.Class(0));

        Assert.True(result.Completeness.Residual(0) < Exact, $"{result.Completeness.Residual(0)}");
        Assert.Equal("masked", result.Completeness.Terms[0].Node);
    }

    [Fact]
    public void Cancellation_is_seen_and_leaves_nothing_behind()
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(13, () => new Relu());
        using var source = new CancellationTokenSource();
        var target = Target.Function("stop", y =>
        {
            source.Cancel();
            return y.select(1, 0);
        });

        Assert.Throws<OperationCanceledException>(() => FullGradient.Decompose(network, SmallNetworks.Images(14, 1), target, null, source.Token));
    }

    [Theory]
    [InlineData("Cat", 1)]
    [InlineData("tabby", 2)]
    public void A_label_names_its_class(string label, int index)
    {
        string[] labels = ["dog", "cat", "tiger cat, tabby"];

        Assert.Equal(index, Selected(Target.Label(label, labels)));
        Assert.Contains("'lion'", Assert.Throws<ArgumentException>(() => Target.Label("lion", labels)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_target_without_gradient_is_an_error()
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(17, () => new Relu());

        var error = Assert.Throws<ArgumentException>(() => FullGradient.Decompose(network, SmallNetworks.Images(18, 1), Target.Function("rank", y => y.detach().select(1, 0))));
        Assert.Contains("'rank' does not depend differentiably on the outputs", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_that_does_not_exist_is_named()
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(15, () => new Relu());

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => FullGradient.Decompose(network, SmallNetworks.Images(16, 1), Target.Class(5)));
        Assert.Contains("Class 5 does not exist: the network has the classes 0 to 4", error.Message, StringComparison.Ordinal);
    }

    private static long Selected(Target target)
    {
        using var scope = NewDisposeScope();
        return target.Select(zeros(1, 3)).Classes![0];
    }

    private static Operator Make(string name) => name == "relu" ? new Relu() : new Sigmoid();

    private static void Passes(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        var error = (expected - actual).abs().max().ToDouble() / Math.Max(1e-3, expected.abs().max().ToDouble());
        Assert.True(error < Exact, $"Scaled error {error:g3}.");
    }
}
