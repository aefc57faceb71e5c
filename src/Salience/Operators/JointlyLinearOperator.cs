using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>
/// An operator that is linear in all its data inputs together: Concat, Add, Where with a given condition, Pad. Inputs that do not
/// depend on the network's input are its bias: <c>b = g(0, c)</c>, the active inputs set to zero.
/// </summary>
internal abstract class JointlyLinearOperator : SingleOutputOperator
{
    /// <summary>Whether the input at <paramref name="index"/> is data, as opposed to a shape, an index or a condition.</summary>
    protected virtual bool IsData(int index) => true;

    /// <summary>Whether the operator itself adds a constant, whatever its inputs are.</summary>
    protected virtual bool AddsConstant => false;

    public override BiasKind BiasOf(IReadOnlyList<bool> active)
    {
        if (AddsConstant)
            return BiasKind.Explicit;
        for (var i = 0; i < active.Count; i++)
        {
            if (IsData(i) && !active[i])
                return BiasKind.Explicit;
        }

        return BiasKind.None;
    }

    protected override Tensor? ComputeBias(OperatorCall call)
    {
        using var scope = NewDisposeScope();
        var zeroed = call.Inputs.Select((x, i) => call.Active[i] ? zeros_like(x!) : x).ToArray();
        return Compute(zeroed).MoveToOuterDisposeScope();
    }
}
