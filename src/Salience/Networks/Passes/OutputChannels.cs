using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Networks.Passes;

/// <summary>Scales the weight of an affine operator output channel by output channel.</summary>
internal static class OutputChannels
{
    /// <summary>Whether the operator multiplies its first input by a weight that counts output channels, which become axis 1 of the output.</summary>
    public static bool Has(Operator operation) => operation is Conv or ConvTranspose or Gemm { TransposeA: false } or MatMul;

    /// <summary>The weight <c>W′</c> with <c>W′∗x = scale·(W∗x)</c>, scale <c>(M)</c>; computed in float64, returned in the weight's type.</summary>
    public static Tensor Scale(Operator operation, Tensor weight, Tensor scale)
    {
        using var scope = NewDisposeScope();
        var wide = weight.to_type(ScalarType.Float64);
        var scaled = operation switch
        {
            // (C, M/groups, k…): the channels of one group stand together in C, its outputs in M.
            ConvTranspose { Groups: var groups } => (wide.unflatten(0, groups, -1) * Shaped(scale, [groups, 1, -1], wide.dim() + 1)).reshape(weight.shape),
            Conv or Gemm { TransposeB: true } => wide * Shaped(scale, [-1], wide.dim()),
            _ => wide * scale,
        };
        return scaled.to_type(weight.dtype).MoveToOuterDisposeScope();
    }

    private static Tensor Shaped(Tensor scale, long[] leading, long rank) =>
        scale.reshape([.. leading, .. Enumerable.Repeat(1L, (int)rank - leading.Length)]);
}
