using Salience.Networks;
using Salience.Networks.Passes;
using Salience.Operators;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Networks.Passes;

[NoTensorLeaks]
public sealed class WrittenConstantsTests
{
    public static TheoryData<double> Written =>
        [1e-5, 1e-12, 0.044715, 1.702, Math.Sqrt(2), Math.Sqrt(8), 1 / Math.Sqrt(64), -1 / Math.Sqrt(48), 1.0 / 6, 1.0 / 768, Math.Sqrt(2 / Math.PI), 2.0 / 3, 6, -0.5];

    [Theory]
    [MemberData(nameof(Written))]
    public void A_number_is_found_from_its_float32_rounding(double number) => Assert.Equal(number, WrittenNumber.Of((float)number), 1e-15 * Math.Abs(number));

    [Theory]
    [InlineData(0.1234567891234)]
    [InlineData(1.41421356)]
    public void A_float64_number_stays(double number) => Assert.Equal(number, WrittenNumber.Of(number));

    [Fact]
    public void Single_constants_of_a_float32_file_become_exact_and_trained_ones_stay()
    {
        using var scope = NewDisposeScope();
        using var network = Build(ScalarType.Float32);
        using var wide = network.To(ScalarType.Float64);

        using var exact = WrittenConstants.Apply(wide);

        Assert.Equal(Math.Sqrt(8), exact.Parameters["scale"].ToDouble());
        Assert.True(exact.Parameters["trained"].eq(wide.Parameters["trained"]).all().ToBoolean());
        Assert.Equal(1.0 / 6, Assert.IsType<HardSigmoid>(exact.Nodes[^1].Operator).Alpha);
    }

    [Fact]
    public void A_float64_file_is_left_as_it_is()
    {
        using var scope = NewDisposeScope();
        using var network = Build(ScalarType.Float64);
        using var same = WrittenConstants.Apply(network);
        Assert.Equal(network.Parameters["scale"].ToDouble(), same.Parameters["scale"].ToDouble());
    }

    private static Network Build(ScalarType type)
    {
        using var generator = new Generator(1);
        var builder = new NetworkBuilder();
        var x = builder.AddInput("x", type, null, 3);
        var scaled = builder.Add("scaled", new Div(), x, builder.AddParameter("scale", tensor((double)(float)Math.Sqrt(8), type)));
        var shifted = builder.Add("shifted", new Add(), scaled, builder.AddParameter("trained", PassTesting.Normal(generator, 3).to_type(type)));
        return builder.Build(builder.Add("gate", new HardSigmoid(0.16666667, 0.5), shifted));
    }
}
