using Salience.Evaluation.Randomness;
using Salience.Networks;
using Salience.Networks.Passes;
using Salience.Networks.Training;
using Salience.Operators;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Evaluation.Randomization;

/// <summary>Draws the weights that a network's training begins with: the form of a trained network without anything it has learned.</summary>
/// <remarks>
/// What is drawn follows from what a parameter does in its layer (<see cref="ParameterRole"/>):
/// <list type="bullet">
/// <item>weights: normal with mean 0 and variance <c>2/fan-in</c>, the number of products that one sum of the layer has; behind a ReLU the mean
/// square of the values stays the same from layer to layer (He et al. 2015). Of a transposed convolution the fan-in is the mean over the places,
/// <c>C/groups·k²/s²</c>; rows of embedding tables have variance 1;</item>
/// <item>biases 0; scales 1, slopes of PRelu 0.25 (He et al. 2015);</item>
/// <item>running means 0 and variances 1.</item>
/// </list>
/// Everything else stays: numbers of formulas, shapes, masks, the normalisation of the input. A parameter depends on the seed, its name and its shape
/// only. Unlike <see cref="NetworkRandomizer"/> nothing is kept of the trained values, not even their scale.
/// </remarks>
public static class NetworkInitializer
{
    private const double PReluSlope = 0.25;

    /// <summary>The network as it is before training.</summary>
    /// <param name="network">The network whose form is taken; it is left as it was.</param>
    /// <param name="seed">Draws the weights.</param>
    /// <returns>A network of its own, disposed by the caller.</returns>
    public static Network Apply(Network network, long seed)
    {
        ArgumentNullException.ThrowIfNull(network);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var rewrite = new NetworkRewrite(network);
        foreach (var (name, role) in LearnableParameters.Find(network, network.Nodes))
        {
            var reader = network.Nodes.First(n => n.Inputs.Contains(name));
            var old = network.Parameters[name];
            var value = role switch
            {
                ParameterRole.Weight => Normal(old, Math.Sqrt(Variance(reader, name, old.shape)), new RandomStream(seed, NameKey.Of(name))),
                ParameterRole.Scale => full(old.shape, reader.Operator is PRelu ? PReluSlope : 1, old.dtype),
                _ => zeros(old.shape, old.dtype),
            };
            rewrite.SetParameter(name, value.MoveToOuterDisposeScope());
        }

        foreach (var normalization in network.Nodes.Where(n => n.Operator is BatchNormalization))
        {
            for (var input = 3; input <= 4; input++)
            {
                if (network.Parameters.TryGetValue(normalization.Inputs[input], out var old))
                    rewrite.SetParameter(normalization.Inputs[input], full(old.shape, input - 3, old.dtype).MoveToOuterDisposeScope());
            }
        }

        return rewrite.Build();
    }

    private static double Variance(Node reader, string name, long[] shape) => reader.Operator is Gather ? 1 : 2 / FanIn(reader, name, shape);

    /// <summary>How many products stand in one sum of the layer.</summary>
    private static double FanIn(Node reader, string name, long[] shape)
    {
        var isLeft = reader.Inputs[0] == name;
        return reader.Operator switch
        {
            ConvTranspose transposed => (double)shape[0] / transposed.Groups * Product(shape[2..]) / Product(transposed.Strides),
            Gemm gemm => shape[(isLeft ? !gemm.TransposeA : gemm.TransposeB) ? 1 : 0],
            MatMul when shape.Length == 1 || isLeft => shape[^1],
            MatMul => shape[^2],
            _ => Product(shape[1..]),
        };
    }

    private static long Product(IEnumerable<long> sizes) => sizes.Aggregate(1L, (a, b) => a * b);

    private static Tensor Normal(Tensor old, double deviation, RandomStream random)
    {
        using var scope = NewDisposeScope();
        var drawn = new double[old.numel()];
        for (var i = 0; i < drawn.Length; i++)
            drawn[i] = deviation * random.NextNormal();
        return tensor(drawn).view(old.shape).to_type(old.dtype).MoveToOuterDisposeScope();
    }
}
