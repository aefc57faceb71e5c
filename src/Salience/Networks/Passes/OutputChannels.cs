using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Networks.Passes;

/// <summary>Scales the weight of an affine operator output channel by output channel.</summary>
internal static class OutputChannels
{
    /// <summary>The axis of the weight that counts output channels, or <see langword="null"/> where the operator is not of this kind.</summary>
    public static int? Axis(Operator operation) => operation switch
    {
        Conv => 0,
        Gemm { TransposeA: false, TransposeB: true } => 0,
        Gemm { TransposeA: false, TransposeB: false } => 1,
        _ => null,
    };

    /// <summary>The weight <c>W′</c> with <c>W′∗x = scale·(W∗x)</c>, scale <c>(M)</c>; computed in float64, returned in the weight's type.</summary>
    public static Tensor Scale(Operator operation, Tensor weight, Tensor scale)
    {
        using var scope = NewDisposeScope();
        var shape = Enumerable.Repeat(1L, (int)weight.dim()).ToArray();
        shape[Axis(operation)!.Value] = -1;
        return (weight.to_type(ScalarType.Float64) * scale.reshape(shape)).to_type(weight.dtype).MoveToOuterDisposeScope();
    }
}
