using Salience.Operators;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Networks.Passes;

/// <summary>Puts exact numbers in place of single constants that a float32 file had to round, in a network that computes in float64.</summary>
/// <remarks>
/// A file holds 2.82842708 where its author wrote √8. In float32 nothing can be told apart; in float64 the formula is meant as it was
/// written. No constant changes by more than its float32 rounding, and tensors of more than one element, the trained ones, never do.
/// </remarks>
internal static class WrittenConstants
{
    /// <summary>The network with written numbers; disposed by the caller like its source.</summary>
    public static Network Apply(Network network)
    {
        using var rewrite = new NetworkRewrite(network);
        if (network.ComputeType != ScalarType.Float64 || !FilePrecision.IsSingle(network))
            return rewrite.Build();
        using var scope = NewDisposeScope();
        foreach (var (name, value) in network.Parameters.Where(p => p.Value.dtype == ScalarType.Float64 && p.Value.numel() == 1))
        {
            var written = WrittenNumber.Of(value.ToDouble());
            if (written != value.ToDouble())
                rewrite.SetParameter(name, full(value.shape, written, ScalarType.Float64));
        }

        foreach (var node in network.Nodes)
        {
            if (node.Operator is HardSigmoid gate)
                rewrite.Replace([node], node with { Operator = new HardSigmoid(WrittenNumber.Of((float)gate.Alpha), WrittenNumber.Of((float)gate.Beta)) });
        }

        return rewrite.Build();
    }
}
