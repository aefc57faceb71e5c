using static TorchSharp.torch;

namespace Salience.Zoo;

/// <summary>Draws a tensor for a layer.</summary>
/// <param name="draw">The source of random numbers.</param>
/// <param name="name">Name of the parameter.</param>
/// <param name="weight">Shape of the layer's weight, <c>(M, C, k, k)</c> or <c>(M, D)</c>.</param>
/// <param name="shape">Shape of the parameter.</param>
internal delegate Tensor InitializationRule(WeightDraw draw, string name, long[] weight, long[] shape);

/// <summary>How an architecture's parameters begin.</summary>
internal sealed record InitializationScheme
{
    /// <summary>Weights of convolutions.</summary>
    public InitializationRule Convolution { get; init; } = HeFanOut;

    /// <summary>Weights of linear layers.</summary>
    public InitializationRule Linear { get; init; } = UniformFanIn;

    /// <summary>Biases of both.</summary>
    public InitializationRule Bias { get; init; } = Constant(0);

    /// <summary>torchvision's VGG.</summary>
    public static InitializationScheme Vgg { get; } = new() { Linear = Normal(0.01) };

    /// <summary>torchvision's ResNet.</summary>
    public static InitializationScheme ResNet { get; } = new() { Bias = UniformFanIn };

    /// <summary>torchvision's DenseNet.</summary>
    public static InitializationScheme DenseNet { get; } = new() { Convolution = HeFanIn };

    /// <summary>Keras.</summary>
    public static InitializationScheme Glorot { get; } = new() { Convolution = GlorotUniform, Linear = GlorotUniform };

    /// <summary>TensorFlow's tutorials of 2016: truncated normal weights of deviation 0.1, biases 0.1.</summary>
    public static InitializationScheme Truncated { get; } = new() { Convolution = TruncatedNormal(0.1), Linear = TruncatedNormal(0.1), Bias = Constant(0.1) };

    /// <summary>Normal, variance <c>2/(M·k²)</c>: keeps the variance of gradients before a ReLU. He et al. 2015.</summary>
    public static Tensor HeFanOut(WeightDraw draw, string name, long[] weight, long[] shape) => draw.Normal(name, Math.Sqrt(2.0 / FanOut(weight)), shape);

    /// <summary>Normal, variance <c>2/(C·k²)</c>: keeps the variance of values before a ReLU. He et al. 2015.</summary>
    public static Tensor HeFanIn(WeightDraw draw, string name, long[] weight, long[] shape) => draw.Normal(name, Math.Sqrt(2.0 / FanIn(weight)), shape);

    /// <summary>Uniform in <c>±√(6/(fan-in + fan-out))</c>. Glorot and Bengio 2010.</summary>
    public static Tensor GlorotUniform(WeightDraw draw, string name, long[] weight, long[] shape) =>
        draw.Uniform(name, Math.Sqrt(6.0 / (FanIn(weight) + FanOut(weight))), shape);

    /// <summary>Uniform in <c>±1/√fan-in</c>: what PyTorch does unless told otherwise.</summary>
    public static Tensor UniformFanIn(WeightDraw draw, string name, long[] weight, long[] shape) => draw.Uniform(name, 1 / Math.Sqrt(FanIn(weight)), shape);

    /// <summary>Normal of a given deviation.</summary>
    public static InitializationRule Normal(double deviation) => (draw, name, _, shape) => draw.Normal(name, deviation, shape);

    /// <summary>Normal of a given deviation, cut at two deviations.</summary>
    public static InitializationRule TruncatedNormal(double deviation) => (draw, name, _, shape) => draw.TruncatedNormal(name, deviation, shape);

    /// <summary>One value.</summary>
    public static InitializationRule Constant(double value) => (_, _, _, shape) => full(shape, value, ScalarType.Float32);

    /// <summary>The rule for biases of a layer whose weight has this rank.</summary>
    public InitializationRule BiasRule(BiasInitialization chosen, int weightRank) => chosen switch
    {
        BiasInitialization.Source => Bias,
        BiasInitialization.Zero => Constant(0),
        BiasInitialization.Normal => Normal(weightRank == 2 ? 1 : 0.1),
        _ => throw new ArgumentException($"There is no bias initialisation {chosen}."),
    };

    private static long FanIn(long[] weight) => weight[1..].Aggregate(1L, (a, b) => a * b);

    private static long FanOut(long[] weight) => weight[0] * weight[2..].Aggregate(1L, (a, b) => a * b);
}
