using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>The same elements in another shape, which is the second input: 0 copies a size of the input (unless <paramref name="allowZero"/>), −1 is inferred.</summary>
internal sealed class Reshape(bool allowZero = false) : StructuralOperator
{
    public bool AllowZero => allowZero;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        var x = inputs[0]!;
        var shape = IntegerList.Of(inputs[1]!);
        for (var i = 0; i < shape.Length && !allowZero; i++)
        {
            if (shape[i] == 0)
                shape[i] = i < x.dim() ? x.shape[i] : throw new ArgumentException($"Reshape copies dimension {i} of a tensor of {x.dim()} dimensions.");
        }

        // libtorch cannot infer a size beside a 0: any size would fit.
        var inferred = Array.IndexOf(shape, -1);
        if (inferred >= 0 && x.numel() == 0)
        {
            var rest = shape.Where(s => s > 0).Aggregate(1L, (a, b) => a * b);
            shape[inferred] = shape.Contains(0) ? x.shape.Where(s => s > 0).Aggregate(1L, (a, b) => a * b) / rest : 0;
        }

        return x.reshape(shape);
    }
}

/// <summary>A matrix: the dimensions before <paramref name="axis"/> become the rows, the others the columns.</summary>
internal sealed class Flatten(long axis = 1) : StructuralOperator
{
    public long Axis => axis;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        var shape = inputs[0]!.shape;

        // Axis = rank is allowed here: everything becomes rows.
        var split = axis == shape.Length ? shape.Length : (int)Axes.Normalize(axis, shape.Length);
        return inputs[0]!.reshape(Product(shape.AsSpan(0, split)), Product(shape.AsSpan(split)));
    }

    private static long Product(ReadOnlySpan<long> sizes)
    {
        var product = 1L;
        foreach (var size in sizes)
            product *= size;
        return product;
    }
}

/// <summary>Removes the dimensions of size 1 listed in the second input, all of them where it is absent.</summary>
internal sealed class Squeeze : StructuralOperator
{
    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        var x = inputs[0]!;
        if (IntegerList.OfOptional(inputs, 1) is not { } axes)
            return x.squeeze();
        var removed = Axes.Normalize(axes, x.dim()).ToHashSet();
        foreach (var axis in removed.Where(a => x.shape[a] != 1))
            throw new ArgumentException($"Squeeze removes dimension {axis} of size {x.shape[axis]}; only dimensions of size 1 can go.");
        return x.reshape(x.shape.Where((_, i) => !removed.Contains(i)).ToArray());
    }
}

/// <summary>Inserts dimensions of size 1 so that they stand at the places listed in the second input, counted in the output.</summary>
internal sealed class Unsqueeze : StructuralOperator
{
    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        var x = inputs[0]!;
        var axes = IntegerList.Of(inputs[1]!);
        var inserted = Axes.Normalize(axes, x.dim() + axes.Length).ToHashSet();
        if (inserted.Count < axes.Length)
            throw new ArgumentException($"Unsqueeze inserts a dimension twice: axes {string.Join(", ", axes)}.");
        var sizes = new Queue<long>(x.shape);
        return x.reshape(Enumerable.Range(0, (int)x.dim() + axes.Length).Select(i => inserted.Contains(i) ? 1 : sizes.Dequeue()).ToArray());
    }
}
