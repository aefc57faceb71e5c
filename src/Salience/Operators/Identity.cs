using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>Its input.</summary>
internal sealed class Identity : SingleOutputOperator
{
    public override OperatorKind Kind => OperatorKind.Structural;

    public override BiasKind BiasOf(IReadOnlyList<bool> active) => BiasKind.None;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => inputs[0]!.alias();
}

/// <summary>
/// Dropout in evaluation mode: its first input, and on demand the mask of what is kept, all true; inputs data, ratio, training mode. Training mode
/// is refused unless the ratio is 0.
/// </summary>
/// <param name="maskType">Element type of the mask; that of the data where <see langword="null"/>.</param>
internal sealed class Dropout(ScalarType? maskType = ScalarType.Bool) : Operator
{
    /// <summary>The ratio where a node gives none.</summary>
    public const double DefaultRatio = 0.5;

    public ScalarType? MaskType => maskType;

    public override OperatorKind Kind => OperatorKind.Structural;

    public override BiasKind BiasOf(IReadOnlyList<bool> active) => BiasKind.None;

    public override Tensor[] Forward(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var x = inputs[0]!;
        var ratio = inputs.Optional(1)?.to_type(ScalarType.Float64).ToDouble() ?? DefaultRatio;
        if (inputs.Optional(2) is { } training && training.to_type(ScalarType.Bool).ToBoolean() && ratio != 0)
            throw new InvalidOperationException("Dropout in training mode is random and has no explanation. Export the model in evaluation mode.");
        return [x.alias().MoveToOuterDisposeScope(), ones_like(x, maskType ?? x.dtype).MoveToOuterDisposeScope()];
    }
}
