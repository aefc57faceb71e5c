using Salience.Evaluation.Randomness;
using Salience.Networks;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments.Axioms;

/// <summary>
/// A small network in float64, drawn at random: convolution, ReLU, convolution, ReLU, mean over the picture, linear layer with three
/// classes. What stands before its first ReLU can be written in other ways.
/// </summary>
internal sealed class DrawnNetwork
{
    /// <summary>Channels of the picture.</summary>
    public const int Channels = 2;

    /// <summary>Height and width of the picture.</summary>
    public const int Side = 12;

    /// <summary>Channels of the first layer.</summary>
    public const int Width = 4;

    /// <summary>Names of the values before a ReLU.</summary>
    public static readonly IReadOnlyList<string> BeforeRelu = ["first", "second"];

    private const int Classes = 3;
    private const int SecondWidth = 6;
    private readonly Tensor _secondWeight;
    private readonly Tensor _secondBias;
    private readonly Tensor _classWeight;
    private readonly Tensor _classBias;

    /// <summary>Draws the weights; tensors live in the current dispose scope.</summary>
    public DrawnNetwork(RandomStream random)
    {
        FirstWeight = Normal(random, 0.35, Width, Channels, 3, 3);
        FirstBias = Normal(random, 0.5, Width);
        _secondWeight = Normal(random, 0.25, SecondWidth, Width, 3, 3);
        _secondBias = Normal(random, 0.5, SecondWidth);
        _classWeight = Normal(random, 1, Classes, SecondWidth);
        _classBias = Normal(random, 0.5, Classes);
    }

    /// <summary>Weights of the first convolution, <c>(4, 2, 3, 3)</c>.</summary>
    public Tensor FirstWeight { get; }

    /// <summary>Its bias.</summary>
    public Tensor FirstBias { get; }

    /// <summary>Normal numbers around 0 in float64.</summary>
    public static Tensor Normal(RandomStream random, double deviation, params long[] shape)
    {
        var values = new double[shape.Aggregate(1L, (product, size) => product * size)];
        for (var i = 0; i < values.Length; i++)
            values[i] = random.NextNormal() * deviation;
        return tensor(values, shape);
    }

    /// <summary>A picture <c>(1, 2, 12, 12)</c> of normal numbers.</summary>
    public static Tensor Picture(RandomStream random) => Normal(random, 1, 1, Channels, Side, Side);

    /// <summary>The class with the highest output.</summary>
    public static int Best(Network network, Tensor picture)
    {
        using var scope = NewDisposeScope();
        return (int)network.Run(picture).argmax(1).item<long>();
    }

    /// <summary>Adds a convolution; the network gets copies of the tensors.</summary>
    public static string Convolve(NetworkBuilder builder, string name, string x, Tensor weight, Tensor? bias, long padding = 1) => builder.Add(
        name,
        new Conv { Padding = SpatialPadding.Symmetric(padding, padding), Strides = [1, 1], Dilations = [1, 1] },
        [x, Constant(builder, $"{name}.weight", weight), .. bias is null ? Array.Empty<string>() : [Constant(builder, $"{name}.bias", bias)]]);

    /// <summary>Adds a copy of a constant.</summary>
    public static string Constant(NetworkBuilder builder, string name, Tensor value) => builder.AddParameter(name, value.detach().clone());

    /// <summary>The network as it was drawn; disposed by the caller.</summary>
    public Network Build() => Build((builder, x) => Convolve(builder, BeforeRelu[0], x, FirstWeight, FirstBias));

    /// <summary>The network with its beginning written in another way; disposed by the caller.</summary>
    /// <param name="first">From the picture to the value before the first ReLU.</param>
    public Network Build(Func<NetworkBuilder, string, string> first)
    {
        var builder = new NetworkBuilder();
        var x = builder.AddInput("x", ScalarType.Float64, null, Channels, null, null);
        var rectified = builder.Add("relu1", new Relu(), first(builder, x));
        var features = builder.Add("relu2", new Relu(), Convolve(builder, BeforeRelu[1], rectified, _secondWeight, _secondBias));
        var flat = builder.Add("flat", new Flatten(), builder.Add("mean", new GlobalAveragePool(), features));
        return builder.Build(builder.Add(
            "classes", new Gemm(transposeB: true), flat, Constant(builder, "classes.weight", _classWeight), Constant(builder, "classes.bias", _classBias)));
    }
}
