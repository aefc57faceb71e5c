using Salience.Networks;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Tests.Decomposition;

/// <summary>Random networks small enough to check by hand, in float64.</summary>
internal static class SmallNetworks
{
    /// <summary>Convolution, batch norm, σ, residual sum, strided convolution, global mean, linear layer: 5 classes.</summary>
    /// <param name="seed">Draws the weights.</param>
    /// <param name="nonlinearity">Makes σ.</param>
    /// <param name="convolutionBias">Whether the convolution before the batch norm has a bias of its own.</param>
    public static Network Convolutional(int seed, Func<Operator> nonlinearity, bool convolutionBias = true)
    {
        using var generator = new Generator((ulong)seed);
        var b = new NetworkBuilder();
        Tensor Normal(params long[] shape) => randn(shape, ScalarType.Float64, generator: generator) * 0.4;
        string Conv(string name, string x, long from, long to, long stride, bool bias = true) => b.Add(
            name,
            new Conv { Padding = SpatialPadding.Symmetric(1, 1), Strides = [stride, stride], Dilations = [1, 1] },
            [x, b.AddParameter($"{name}.weight", Normal(to, from, 3, 3)), .. bias ? new[] { b.AddParameter($"{name}.bias", Normal(to)) } : []]);
        string Norm(string name, string x, long channels) => b.Add(
            name,
            new BatchNormalization(1e-5),
            x,
            b.AddParameter($"{name}.weight", Normal(channels)),
            b.AddParameter($"{name}.bias", Normal(channels)),
            b.AddParameter($"{name}.mean", Normal(channels)),
            b.AddParameter($"{name}.variance", Normal(channels).abs() + 0.5));

        var x = b.AddInput("x", ScalarType.Float64, null, 3, null, null);
        var first = b.Add("act1", nonlinearity(), Norm("bn1", Conv("conv1", x, 3, 6, 1, convolutionBias), 6));
        var second = b.Add("act2", nonlinearity(), Norm("bn2", Conv("conv2", first, 6, 6, 1, convolutionBias), 6));
        var sum = b.Add("sum", new Add(), first, second);
        var third = b.Add("act3", nonlinearity(), Conv("conv3", sum, 6, 8, 2));
        var pooled = b.Add("pool", new GlobalMean(), third);
        var logits = b.Add("fc", new Gemm(transposeB: true), pooled, b.AddParameter("fc.weight", Normal(5, 8)), b.AddParameter("fc.bias", Normal(5)));
        return b.Build(logits);
    }

    /// <summary>Images <c>(N, 3, H, W)</c>.</summary>
    public static Tensor Images(int seed, long count, long height = 11, long width = 9)
    {
        using var generator = new Generator((ulong)seed);
        return randn([count, 3, height, width], ScalarType.Float64, generator: generator);
    }

    private sealed class GlobalMean : SingleOutputOperator
    {
        public override OperatorKind Kind => OperatorKind.Linear;

        protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => inputs[0]!.mean([2, 3]);
    }
}
