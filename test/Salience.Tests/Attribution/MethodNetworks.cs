using Salience.Networks;
using Salience.Operators;
using Salience.Tests.Decomposition;
using static TorchSharp.torch;

namespace Salience.Tests.Attribution;

/// <summary>The networks of the table (method × network) from which the guarantees of every method are tested; float64.</summary>
internal static class MethodNetworks
{
    /// <summary>Names of all networks.</summary>
    public static IReadOnlyList<string> Names { get; } = ["relu", "smooth", "tokens", "grey", "dense"];

    /// <summary>The network of that name.</summary>
    public static Network Make(string name) => name switch
    {
        "relu" => SmallNetworks.Convolutional(1, () => new Relu()),
        "smooth" => SmallNetworks.Convolutional(2, () => new Swish()),
        "tokens" => TokenNetworks.Transformer(4, 3),
        "grey" => Grey(),
        "dense" => Dense(),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such network."),
    };

    /// <summary>Images that fit: never square.</summary>
    public static Tensor Images(string name, int count, int seed = 3) => name switch
    {
        "tokens" => SmallNetworks.Images(seed, count, 8, 6),
        "dense" => SmallNetworks.Images(seed, count, 5, 4),
        "grey" => SmallNetworks.Images(seed, count, 9, 12).narrow(1, 0, 1).contiguous(),
        _ => SmallNetworks.Images(seed, count),
    };

    /// <summary>A network without any bias: convolution, ReLU, max pooling, linear layer.</summary>
    public static Network WithoutBias(int seed)
    {
        using var generator = new Generator((ulong)seed);
        var b = new NetworkBuilder();
        Tensor Normal(params long[] shape) => randn(shape, ScalarType.Float64, generator: generator) * 0.4;
        var x = b.AddInput("x", ScalarType.Float64, null, 3, null, null);
        var first = b.Add("act1", new Relu(), b.Add("conv1", Convolution(), x, b.AddParameter("conv1.weight", Normal(6, 3, 3, 3))));
        var second = b.Add("act2", new Relu(), b.Add("conv2", Convolution(), first, b.AddParameter("conv2.weight", Normal(8, 6, 3, 3))));
        var pooled = b.Add("flat", new Flatten(1), b.Add("pool", new GlobalAveragePool(), second));
        return b.Build(b.Add("fc", new Gemm(transposeB: true), pooled, b.AddParameter("fc.weight", Normal(5, 8))));
    }

    private static Network Grey()
    {
        using var generator = new Generator(5);
        var b = new NetworkBuilder();
        Tensor Normal(params long[] shape) => randn(shape, ScalarType.Float64, generator: generator) * 0.4;
        var x = b.AddInput("x", ScalarType.Float64, null, 1, null, null);
        var first = b.Add("act1", new Relu(), b.Add("conv1", Convolution(), x, b.AddParameter("conv1.weight", Normal(4, 1, 3, 3)), b.AddParameter("conv1.bias", Normal(4))));
        var pooled = b.Add("flat", new Flatten(1), b.Add("pool", new GlobalAveragePool(), first));
        return b.Build(b.Add("fc", new Gemm(transposeB: true), pooled, b.AddParameter("fc.weight", Normal(5, 4)), b.AddParameter("fc.bias", Normal(5))));
    }

    /// <summary>Two linear layers: nothing between the picture and the output has a place on it.</summary>
    private static Network Dense()
    {
        using var generator = new Generator(7);
        var b = new NetworkBuilder();
        Tensor Normal(params long[] shape) => randn(shape, ScalarType.Float64, generator: generator) * 0.4;
        var x = b.Add("flat", new Flatten(1), b.AddInput("x", ScalarType.Float64, null, 3, 5, 4));
        string Layer(string name, string from, long inputs, long outputs) => b.Add(
            name, new Gemm(transposeB: true), from, b.AddParameter($"{name}.weight", Normal(outputs, inputs)), b.AddParameter($"{name}.bias", Normal(outputs)));
        return b.Build(Layer("fc2", b.Add("act1", new Relu(), Layer("fc1", x, 60, 8)), 8, 5));
    }

    private static Conv Convolution() => new() { Padding = SpatialPadding.Symmetric(1, 1), Strides = [1, 1], Dilations = [1, 1] };
}
