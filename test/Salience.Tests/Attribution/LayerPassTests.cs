using Salience.Attribution;
using Salience.Decomposition;
using Salience.Networks;
using Salience.Operators;
using Salience.Tests.Decomposition;
using static TorchSharp.torch;

namespace Salience.Tests.Attribution;

/// <summary>Class activation maps go back to their layer and no further.</summary>
[NoTensorLeaks]
public class LayerPassTests
{
    [Theory]
    [InlineData("grad-cam")]
    [InlineData("grad-cam++")]
    [InlineData("hirescam")]
    [InlineData("layercam")]
    public void Nothing_is_recorded_below_the_layer(string name)
    {
        using var scope = NewDisposeScope();
        var (below, above) = (new Watch(), new Watch());
        using var network = Watched(below, above);
        using var method = AttributionMethods.Create($"{name}:layer=features", network);
        method.Explain(SmallNetworks.Images(1, 2), Target.ArgMax).Dispose();

        Assert.Equal([false], below.Recorded);
        Assert.Equal([true], above.Recorded);
    }

    /// <summary>Convolution, what is watched, ReLU (the layer), what is watched, global mean, linear layer.</summary>
    private static Network Watched(Watch below, Watch above)
    {
        using var generator = new Generator(3);
        var b = new NetworkBuilder();
        Tensor Normal(params long[] shape) => randn(shape, ScalarType.Float64, generator: generator);
        var x = b.AddInput("x", ScalarType.Float64, null, 3, null, null);
        var convolution = new Conv { Padding = SpatialPadding.Symmetric(1, 1), Strides = [1, 1], Dilations = [1, 1] };
        var low = b.Add("below", below, b.Add("conv", convolution, x, b.AddParameter("conv.weight", Normal(4, 3, 3, 3))));
        var high = b.Add("above", above, b.Add("features", new Relu(), low));
        var pooled = b.Add("flat", new Flatten(1), b.Add("pool", new GlobalAveragePool(), high));
        return b.Build(b.Add("fc", new Gemm(transposeB: true), pooled, b.AddParameter("fc.weight", Normal(5, 4))));
    }

    /// <summary>The identity, noting whether the value it is given is on a tape.</summary>
    private sealed class Watch : SingleOutputOperator
    {
        public List<bool> Recorded { get; } = [];

        public override OperatorKind Kind => OperatorKind.Linear;

        protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
        {
            Recorded.Add(inputs[0]!.requires_grad);
            return inputs[0]! * 1;
        }
    }
}
