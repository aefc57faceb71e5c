using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>The inputs one after the other along <paramref name="axis"/>. Bias: the constant inputs, zero in the places of the others.</summary>
internal sealed class Concat(long axis) : JointlyLinearOperator
{
    public long Axis => axis;

    public override OperatorKind Kind => OperatorKind.Structural;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => cat(inputs.Select(x => x!).ToList(), Axes.Normalize(axis, inputs[0]!.dim()));
}

/// <summary>
/// Cuts x along <paramref name="axis"/> into pieces of the sizes in the second input, or into <paramref name="count"/> pieces of
/// equal size, the last one smaller where the size does not divide.
/// </summary>
internal sealed class Split(int count, long axis = 0) : Operator
{
    public int Count => count;

    public long Axis => axis;

    public override OperatorKind Kind => OperatorKind.Structural;

    public override BiasKind BiasOf(IReadOnlyList<bool> active) => BiasKind.None;

    public override Tensor[] Forward(IReadOnlyList<Tensor?> inputs)
    {
        var x = inputs[0]!;
        var along = Axes.Normalize(axis, x.dim());
        var sizes = IntegerList.OfOptional(inputs, 1) ?? Equal(x.shape[along]);
        if (sizes.Sum() != x.shape[along] || sizes.Any(s => s < 0))
            throw new ArgumentException($"Split into {string.Join(" + ", sizes)} does not fit a dimension of size {x.shape[along]}.");
        var pieces = new Tensor[sizes.Length];
        for (long i = 0, start = 0; i < sizes.Length; start += sizes[i], i++)
            pieces[i] = x.narrow(along, start, sizes[i]);
        return pieces;
    }

    public override Tensor?[] Bias(OperatorCall call) => new Tensor?[call.Outputs.Count];

    private long[] Equal(long size)
    {
        var chunk = (size + count - 1) / count;
        return Enumerable.Range(0, count).Select(i => Math.Clamp(size - i * chunk, 0, chunk)).ToArray();
    }
}
