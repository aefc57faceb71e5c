using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>Broadcasts x and the shape that is the second input against each other.</summary>
internal sealed class Expand : StructuralOperator
{
    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        var (from, to) = (inputs[0]!.shape, IntegerList.Of(inputs[1]!));
        var shape = new long[Math.Max(from.Length, to.Length)];
        for (var i = 1; i <= shape.Length; i++)
        {
            var (a, b) = (i <= from.Length ? from[^i] : 1, i <= to.Length ? to[^i] : 1);
            if (a != b && a != 1 && b != 1)
                throw new ArgumentException($"Expand cannot broadcast ({string.Join(", ", from)}) with ({string.Join(", ", to)}).");
            shape[^i] = a == 1 ? b : a;
        }

        return inputs[0]!.expand(shape);
    }
}

/// <summary>Repeats x along every axis as often as the second input says.</summary>
internal sealed class Tile : StructuralOperator
{
    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => inputs[0]!.repeat(IntegerList.Of(inputs[1]!));
}

/// <summary>Repeats x along one axis; inputs x, the number of copies and the axis. The first form of Tile.</summary>
internal sealed class TileAlongAxis : StructuralOperator
{
    public override string Name => "Tile";

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        var repeats = Enumerable.Repeat(1L, (int)inputs[0]!.dim()).ToArray();
        repeats[Axes.Normalize(IntegerList.Single(inputs[2]!), repeats.Length)] = IntegerList.Single(inputs[1]!);
        return inputs[0]!.repeat(repeats);
    }
}
