using Salience.Networks;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Tests.Zoo;

/// <summary>What a network consists of, counted from its nodes.</summary>
internal static class ZooCost
{
    /// <summary>What training changes: weights and biases, scales and shifts. Running statistics and dropout ratios are none.</summary>
    public static long TrainableParameters(Network network) => network.Nodes.SelectMany(Trainable).Distinct().Sum(name => network.Parameters[name].numel());

    /// <summary>Means and variances of batch normalisations.</summary>
    public static long RunningStatistics(Network network) =>
        network.Nodes.Where(n => n.Operator is BatchNormalization).SelectMany(n => n.Inputs.Skip(3)).Distinct().Sum(name => network.Parameters[name].numel());

    /// <summary>Multiplications followed by an addition in convolutions and linear layers, for one picture.</summary>
    public static long Multiplications(Network network, long height, long width)
    {
        using var scope = NewDisposeScope();
        var layers = network.Nodes.Where(n => n.Operator is Conv or Gemm).ToList();
        var picture = zeros([1, network.Inputs[0].Shape[1]!.Value, height, width]);
        var values = network.Run(new Dictionary<string, Tensor> { ["image"] = picture }, [.. layers.Select(n => n.Outputs[0])]);
        return layers.Sum(n => values[n.Outputs[0]].numel() * network.Parameters[n.Inputs[1]].numel() / network.Parameters[n.Inputs[1]].shape[0]);
    }

    private static IEnumerable<string> Trainable(Node node) => node.Operator switch
    {
        Conv or Gemm => node.Inputs.Skip(1),
        BatchNormalization => node.Inputs.Skip(1).Take(2),
        _ => [],
    };
}
