using Salience.Networks;
using Salience.Networks.Training;
using Salience.Operators;
using TorchSharp;
using static TorchSharp.torch;
using Sequential = TorchSharp.Modules.Sequential;

namespace Salience.Tests.Networks.Training;

/// <summary>A small network for grey 8×8 pictures and three classes, and the TorchSharp module it is a copy of.</summary>
internal static class TrainingNetworks
{
    public const int Classes = 3;

    /// <summary>Convolution, batch norm, Relu, strided convolution, Relu, max pooling, optional dropout, linear layer.</summary>
    /// <param name="seed">Draws the weights.</param>
    /// <param name="type">Compute type.</param>
    /// <param name="dropout">Ratio of a dropout before the last layer.</param>
    /// <param name="nonlinearity">In place of Relu.</param>
    public static Network Small(int seed, ScalarType type = ScalarType.Float32, double? dropout = null, Func<Operator>? nonlinearity = null)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed);
        var b = new NetworkBuilder();
        string Weight(string name, double scale, params long[] shape) => b.AddParameter(name, randn(shape, type, generator: generator) * scale);
        string Vector(string name, double center, long size) => b.AddParameter(name, randn([size], type, generator: generator) * 0.1 + center);
        var x = b.AddInput("x", type, null, 1, 8, 8);
        var c1 = b.Add("conv1", Conv(1), x, Weight("conv1.weight", 0.4, 4, 1, 3, 3));
        var n1 = b.Add("bn1", new BatchNormalization(1e-5), c1, Vector("bn1.weight", 1, 4), Vector("bn1.bias", 0, 4), Vector("bn1.mean", 0, 4), Vector("bn1.var", 1, 4));
        var a1 = b.Add("act1", nonlinearity?.Invoke() ?? new Relu(), n1);
        var c2 = b.Add("conv2", Conv(2), a1, Weight("conv2.weight", 0.3, 6, 4, 3, 3), Vector("conv2.bias", 0, 6));
        var a2 = b.Add("act2", nonlinearity?.Invoke() ?? new Relu(), c2);
        var flat = b.Add("flat", new Flatten(), a2);
        if (dropout is { } ratio)
            flat = b.Add("drop", new Dropout(), flat, b.AddParameter("ratio", full([], ratio, type)));
        return b.Build(b.Add("fc", new Gemm(transposeB: true), flat, Weight("fc.weight", 0.2, Classes, 96), Vector("fc.bias", 0, Classes)));
    }

    /// <summary>The TorchSharp module with the values of <see cref="Small"/>.</summary>
    public static Sequential ModuleOf(Network network)
    {
        var module = nn.Sequential(
            ("conv1", nn.Conv2d(1, 4, 3, padding: 1, bias: false)),
            ("bn1", nn.BatchNorm2d(4)),
            ("act1", nn.ReLU()),
            ("conv2", nn.Conv2d(4, 6, 3, stride: 2, padding: 1)),
            ("act2", nn.ReLU()),
            ("flat", nn.Flatten()),
            ("fc", nn.Linear(96, Classes)));
        using var frozen = no_grad();
        foreach (var (name, value) in module.named_parameters())
            value.copy_(network.Parameters[name]);
        foreach (var (name, value) in module.named_buffers().Where(p => p.name.Contains("running", StringComparison.Ordinal)))
            value.copy_(network.Parameters[name.Replace("running_", string.Empty, StringComparison.Ordinal)]);
        return module;
    }

    /// <summary>Random pictures and labels.</summary>
    public static (Tensor Images, Tensor Labels) Batch(int seed, long count, ScalarType type = ScalarType.Float32)
    {
        using var generator = new Generator((ulong)seed);
        return (randn([count, 1, 8, 8], type, generator: generator), randint(Classes, [count], ScalarType.Int64, generator: generator));
    }

    /// <summary>The elements as numbers.</summary>
    public static double[] Numbers(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().to_type(ScalarType.Float64).contiguous().data<double>().ToArray();
    }

    /// <summary>The parameter of that name.</summary>
    public static Tensor Value(this TrainableNetwork network, string name) => network.Parameters.Single(p => p.Name == name).Value;

    private static Conv Conv(long stride) => new() { Padding = SpatialPadding.Symmetric(1, 1), Strides = [stride, stride], Dilations = [1, 1] };
}
