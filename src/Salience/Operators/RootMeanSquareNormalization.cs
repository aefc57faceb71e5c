using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary><c>γ·x/√(m + ε)</c>, m the mean of x² over all axes from the given one on; inputs x and γ.</summary>
/// <remarks>Bias: <c>y·m/(m + ε)</c>. Half-precision data are normalised in float32.</remarks>
internal sealed class RMSNormalization(long axis = -1, double epsilon = 1e-5) : SingleOutputOperator
{
    public long Axis => axis;

    public double Epsilon => epsilon;

    public override OperatorKind Kind => OperatorKind.Nonlinear;

    // Where the scale alone is active the operator is linear in it.
    public override BiasKind BiasOf(IReadOnlyList<bool> active) => active[0] ? BiasKind.Implicit : BiasKind.None;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var (x, gamma) = (inputs[0]!, inputs[1]!);
        var wide = x.dtype is ScalarType.Float16 or ScalarType.BFloat16 ? x.to_type(ScalarType.Float32) : x;
        var normalized = (wide * (MeanSquare(wide) + epsilon).rsqrt()).to_type(x.dtype);
        return (normalized * gamma).MoveToOuterDisposeScope();
    }

    // With γ active too, γ·∂y/∂γ = y comes off once more.
    protected override Tensor? ComputeBias(OperatorCall call)
    {
        using var scope = NewDisposeScope();
        var square = MeanSquare(call.Input(0));
        var share = square / (square + epsilon);
        return (call.Output * (call.IsActive(1) ? share - 1 : share)).MoveToOuterDisposeScope();
    }

    private Tensor MeanSquare(Tensor x)
    {
        using var scope = NewDisposeScope();
        var first = (int)Axes.Normalize(axis, x.dim());
        return x.square().mean([.. Enumerable.Range(first, (int)x.dim() - first).Select(i => (long)i)], keepdim: true).MoveToOuterDisposeScope();
    }
}
