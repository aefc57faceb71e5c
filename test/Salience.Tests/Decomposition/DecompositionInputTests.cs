using Salience.Attribution;
using Salience.Decomposition;
using Salience.Networks;
using Salience.Operators;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Decomposition;

/// <summary>Inputs, outputs and targets of every form, good and bad.</summary>
[NoTensorLeaks]
public class DecompositionInputTests
{
    private const double Exact = 1e-11;

    public static TheoryData<long[], string> WrongShapes => new()
    {
        { [3, 11, 9], "Add a batch dimension" },
        { [1, 4, 11, 9], "dimension 1 must be 3" },
        { [1, 3, 11, 9, 1], "(any, 3, any, any)" },
        { [0, 3, 11, 9], "at least one image" },
        { [], "at least one image" },
    };

    [Theory]
    [MemberData(nameof(WrongShapes))]
    public void An_input_of_another_shape_is_refused_in_one_line(long[] shape, string expected)
    {
        using var scope = NewDisposeScope();
        using var plain = SmallNetworks.Convolutional(1, () => new Relu());
        using var tokens = TokenNetworks.Transformer(4, 3);
        foreach (var network in new[] { plain, tokens })
        {
            using var fullGrad = new FullGrad(network);
            var images = zeros(shape, ScalarType.Float64);
            foreach (var error in new[]
            {
                Assert.Throws<ArgumentException>(() => fullGrad.Explain(images, Target.ArgMax)),
                Assert.Throws<ArgumentException>(() => FullGradient.Decompose(network, images, Target.ArgMax)),
            })
            {
                Assert.Contains(expected, error.Message, StringComparison.Ordinal);
                Assert.DoesNotContain('\n', error.Message);
            }
        }
    }

    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Byte)]
    [InlineData(ScalarType.Int64)]
    public void An_input_of_another_type_is_converted(ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var exact = SmallNetworks.Convolutional(1, () => new Sigmoid());
        using var network = exact.To(ScalarType.Float32);
        var images = (SmallNetworks.Images(2, 2).abs() * 100).to_type(type);
        using var expected = FullGradient.Decompose(network, images.to_type(ScalarType.Float32), Target.Class(1));
        using var actual = FullGradient.Decompose(network, images, Target.Class(1));

        Assert.Equal(expected.Completeness.Outputs, actual.Completeness.Outputs);
        Assert.Equal(type, images.dtype);
        Assert.Equal(ScalarType.Float32, actual.InputGradient.dtype);
        Assert.True(actual.InputGradient.equal(expected.InputGradient).all().ToBoolean());
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_number_that_is_none_is_said_of_its_image_and_leaves_the_others(double value)
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(3, () => new Sigmoid());
        var images = SmallNetworks.Images(4, 2);
        using var alone = FullGradient.Decompose(network, images.narrow(0, 0, 1), Target.Class(1));
        images[1, 2, 3, 4] = tensor(value);
        using var result = FullGradient.Decompose(network, images, Target.Class(1));
        using var fullGrad = new FullGrad(network);
        using var explanation = fullGrad.Explain(images, Target.Class(1));

        foreach (var account in new[] { result.Completeness, explanation.Completeness })
        {
            var remark = Assert.Single(account.Remarks);
            Assert.StartsWith("Image 1: ", remark, StringComparison.Ordinal);
            Assert.Contains("the input holds 1 values that are NaN or infinite", remark, StringComparison.Ordinal);
            Assert.True(double.IsNaN(account.Residual(1)));
            Assert.Equal(alone.Completeness.Outputs[0], account.Outputs[0], Exact);
            Assert.InRange(account.Residual(0), 0, Exact);
        }
    }

    [Fact]
    public void Scores_of_every_position_are_classes_of_one_row()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(5);
        var b = new NetworkBuilder();
        var x = b.AddInput("x", ScalarType.Float64, null, 3, null, null);
        var weight = b.AddParameter("w", randn([2, 3, 3, 3], ScalarType.Float64, generator: generator));
        using var network = b.Build(b.Add("sigmoid", new Sigmoid(), b.Add("conv", new Conv { Padding = SpatialPadding.None(2), Strides = [1, 1], Dilations = [1, 1] }, x, weight)));
        var images = SmallNetworks.Images(6, 2, 6, 5);
        var outputs = network.Run(images);
        using var result = FullGradient.Decompose(network, images, Target.Class(1 * 4 * 3 + 2 * 3 + 1));
        using var mean = FullGradient.Decompose(network, images, Target.Function("mean of class 1", y => y.view(-1, 2, 12).select(1, 1).mean([1])));

        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(outputs[i, 1, 2, 1].ToDouble(), result.Completeness.Outputs[i], Exact);
            Assert.Equal(outputs[i, 1].mean().ToDouble(), mean.Completeness.Outputs[i], Exact);
            Assert.InRange(result.Completeness.Residual(i), 0, Exact);
            Assert.InRange(mean.Completeness.Residual(i), 0, Exact);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_network_with_one_output_has_one_class(bool column)
    {
        using var scope = NewDisposeScope();
        var b = new NetworkBuilder();
        var x = b.AddInput("x", ScalarType.Float64, null, 4);
        var y = b.Add("sum", new ReduceSum(column), b.Add("sigmoid", new Sigmoid(), x), b.AddParameter("axis", tensor([1L])));
        using var network = b.Build(y);
        using var result = FullGradient.Decompose(network, tensor(new double[,] { { 1, 2, 3, 4 }, { -1, 0, 1, 0.5 } }), Target.ArgMax);

        Assert.Equal([0, 0], result.Completeness.Classes!);
        Assert.All(Enumerable.Range(0, 2), i => Assert.InRange(result.Completeness.Residual(i), 0, Exact));
        Assert.Throws<ArgumentOutOfRangeException>(() => FullGradient.Decompose(network, ones(2, 4), Target.Class(1)));
    }

    [Fact]
    public void A_step_function_is_recorded_and_a_network_of_steps_alone_is_refused_by_name()
    {
        using var scope = NewDisposeScope();
        var b = new NetworkBuilder();
        var x = b.AddInput("x", ScalarType.Float64, null, 3);
        using var partly = b.Build(b.Add("y", new Add(), b.Add("rounded", new Round(), x), x));
        using var result = FullGradient.Decompose(partly, tensor(new[,] { { 0.4, 1.7, -2.2 } }), Target.Class(1));
        Assert.Equal(["rounded"], result.Completeness.WithoutGradient);
        Assert.InRange(result.Completeness.Residual(0), 0, Exact);

        b = new NetworkBuilder();
        using var steps = b.Build(b.Add("one", new Cast(ScalarType.Float64), b.Add("whole", new Cast(ScalarType.Int64), b.AddInput("x", ScalarType.Float64, null, 3))));
        var error = Assert.Throws<InvalidOperationException>(() => FullGradient.Decompose(steps, ones(1, 3), Target.Class(0)));
        Assert.Contains("does not depend differentiably on the input", error.Message, StringComparison.Ordinal);
        Assert.Contains("whole", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_target_without_a_gradient_is_refused_by_name()
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(7, () => new Relu());
        var error = Assert.Throws<ArgumentException>(() =>
            FullGradient.Decompose(network, SmallNetworks.Images(8, 2), Target.Function("winner", y => y.argmax(1).to_type(ScalarType.Float64))));
        Assert.Contains("'winner' does not depend differentiably", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_target_that_fails_after_others_leaves_no_tensor_and_everything_as_it_was()
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(9, () => new Sigmoid());
        using var fullGrad = new FullGrad(network);
        var images = SmallNetworks.Images(10, 2).requires_grad_();
        var (before, random) = (images.detach().clone(), torch.random.get_rng_state());
        Target[] targets = [Target.Class(0), Target.Function("fails", _ => throw new InvalidTimeZoneException("of the caller"))];
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        Assert.Throws<InvalidTimeZoneException>(() => FullGradient.Decompose(network, images, targets));
        Assert.Throws<InvalidTimeZoneException>(() => fullGrad.Explain(images, targets));
        Assert.Throws<ArgumentOutOfRangeException>(() => FullGradient.Decompose(network, images, [Target.ArgMax, Target.Class(5)]));

        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.True(is_grad_enabled());
        Assert.True(images.requires_grad && (images.grad is null || images.grad.IsInvalid));
        Assert.True(images.detach().equal(before).all().ToBoolean());
        Assert.True(torch.random.get_rng_state().equal(random).all().ToBoolean());
        Assert.All(network.Parameters.Values, p => Assert.False(p.requires_grad));
    }

    [Fact]
    public void Cancellation_between_two_terms_leaves_no_tensor()
    {
        using var scope = NewDisposeScope();
        using var source = new CancellationTokenSource();
        using var network = SmallNetworks.Convolutional(11, () => new CancelsInBackward(source));
        using var fullGrad = new FullGrad(network);
        var images = SmallNetworks.Images(12, 1);
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        Assert.Throws<OperationCanceledException>(() => FullGradient.Decompose(network, images, Target.Class(0), null, source.Token));
        Assert.True(source.IsCancellationRequested);
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private sealed class CancelsInBackward(CancellationTokenSource source) : SingleOutputOperator
    {
        public override OperatorKind Kind => OperatorKind.Nonlinear;

        protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => inputs[0]!.sigmoid();

        protected override Tensor? ComputeBias(OperatorCall call)
        {
            source.Cancel();
            return base.ComputeBias(call);
        }
    }
}
