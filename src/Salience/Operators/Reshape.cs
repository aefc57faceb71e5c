using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>The same elements in another shape, which is the second input: 0 copies a size of the input (unless <paramref name="allowZero"/>), −1 is inferred.</summary>
internal sealed class Reshape(bool allowZero = false) : SingleOutputOperator
{
    public override OperatorKind Kind => OperatorKind.Structural;

    public override BiasKind BiasOf(IReadOnlyList<bool> active) => BiasKind.None;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        var x = inputs[0]!;
        var shape = inputs[1]!.data<long>().ToArray();
        for (var i = 0; i < shape.Length && !allowZero; i++)
        {
            if (shape[i] == 0)
                shape[i] = x.shape[i];
        }

        return x.reshape(shape);
    }
}
