namespace Salience.Operators;

/// <summary>An operator that moves or copies elements of its only data input, the first; the others are shapes, axes and indices. No bias.</summary>
internal abstract class StructuralOperator : SingleOutputOperator
{
    public sealed override OperatorKind Kind => OperatorKind.Structural;

    public sealed override BiasKind BiasOf(IReadOnlyList<bool> active) => BiasKind.None;
}
