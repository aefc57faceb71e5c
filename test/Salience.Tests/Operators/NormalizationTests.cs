using Salience.Operators;
using TorchSharp;
using static Salience.Tests.Operators.OperatorIdentity;
using static Salience.Tests.Operators.OperatorRuns;
using static Salience.Tests.Operators.TensorAssert;
using static TorchSharp.torch;

namespace Salience.Tests.Operators;

/// <summary>Normalisations against their definitions, written out.</summary>
[NoTensorLeaks]
public class NormalizationTests
{
    private const double Epsilon = 0.1;

    [Fact]
    public void Standardised_groups_follow_the_definition()
    {
        using var scope = NewDisposeScope();
        var (x, gamma, beta) = (Normal(1, 2, 4, 3, 5), Normal(2, 4), Normal(3, 4));
        var (g, b) = (gamma.view(1, 4, 1, 1), beta.view(1, 4, 1, 1));
        Close(Standard(x, 2, 3) * g + b, Run(new InstanceNormalization(Epsilon), x, gamma, beta));
        var grouped = Standard(x.view(2, 2, 2, 3, 5), 2, 3, 4).view(2, 4, 3, 5);
        Close(grouped * g + b, Run(new GroupNormalization(2, Epsilon), x, gamma, beta));
        var perGroup = tensor(new double[] { 2, 2, 3, 3 }).view(1, 4, 1, 1);
        Close(grouped * perGroup - perGroup, Run(new GroupNormalization(2, Epsilon), x, tensor(new double[] { 2, 3 }), tensor(new double[] { -2, -3 })));
        var trained = new BatchStatisticsNormalization(Epsilon, 0.75).Forward([x, gamma, beta, gamma, beta]);
        Close(Standard(x, 0, 2, 3) * g + b, trained[0]);
        Close(gamma * 0.75 + x.mean([0, 2, 3]) * 0.25, trained[1]);
        Close(beta * 0.75 + (x - x.mean([0, 2, 3], true)).square().mean([0, 2, 3]) * 0.25, trained[2]);
    }

    [Fact]
    public void Layers_are_standardised_from_the_axis_on_and_give_their_statistics()
    {
        using var scope = NewDisposeScope();
        var (x, gamma, beta) = (Normal(1, 2, 4, 5), Normal(2, 4, 5), Normal(3, 4, 5));
        var outputs = new LayerNormalization(-2, Epsilon, withStatistics: true).Forward([x, gamma, beta]);
        Close(Standard(x, 1, 2) * gamma + beta, outputs[0]);
        Close(x.mean([1, 2], true), outputs[1]);
        Close(1 / (Variance(x, 1, 2) + Epsilon).sqrt(), outputs[2]);
        Close(x / (x.square().mean([2], true) + Epsilon).sqrt() * gamma, Run(new RMSNormalization(-1, Epsilon), x, gamma));
    }

    [Fact]
    public void Half_precision_statistics_are_float32()
    {
        using var scope = NewDisposeScope();
        var x = Normal(1, 2, 4).to_type(ScalarType.Float16);
        var outputs = new LayerNormalization(-1, Epsilon, withStatistics: true).Forward([x, ones_like(x[0]), null]);
        Assert.Equal([ScalarType.Float16, ScalarType.Float32, ScalarType.Float32], outputs.Select(y => y.dtype));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void Local_responses_are_divided_by_the_energy_of_the_channels_around_them(int size)
    {
        using var scope = NewDisposeScope();
        var x = Normal(4, 2, 6, 3);
        var expected = zeros_like(x);
        for (var c = 0; c < 6; c++)
        {
            // ⌊(n − 1)/2⌋ channels down, ⌈(n − 1)/2⌉ up.
            var (first, last) = (Math.Max(0, c - (size - 1) / 2), Math.Min(5, c + size / 2));
            var energy = x.narrow(1, first, last - first + 1).square().sum(1);
            expected.select(1, c).copy_(x.select(1, c) / (2 + 0.5 / size * energy).pow(0.75));
        }

        Close(expected, Run(new LRN(size, 0.5, 0.75, 2), x));
    }

    [Fact]
    public void Vectors_are_divided_by_their_norm_and_zero_stays_zero()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new double[] { 3, -4, 0, 0 }).view(2, 2);
        Close(tensor(new[] { 0.6, -0.8, 0, 0 }).view(2, 2), Run(new LpNormalization(-1, 2), x));
        Close(tensor(new[] { 3 / 7.0, -4 / 7.0, 0, 0 }).view(2, 2), Run(new LpNormalization(1, 1), x));
    }

    private static Tensor Variance(Tensor x, params long[] axes) => (x - x.mean(axes, true)).square().mean(axes, true);

    private static Tensor Standard(Tensor x, params long[] axes) => (x - x.mean(axes, true)) / (Variance(x, axes) + Epsilon).sqrt();
}
