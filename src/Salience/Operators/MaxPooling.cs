using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>The largest value in every window, and on request its position. Positively homogeneous, no bias.</summary>
/// <param name="window">The window; padding never wins.</param>
/// <param name="withIndices">Whether the second output is computed: positions in the flattened <c>(N, C, D…)</c> input.</param>
/// <param name="columnMajor">Whether positions inside a channel count the first spatial axis fastest.</param>
internal sealed class MaxPool(SlidingWindow window, bool withIndices = false, bool columnMajor = false) : Operator
{
    public SlidingWindow Window => window;

    public bool WithIndices => withIndices;

    public bool ColumnMajor => columnMajor;

    public override OperatorKind Kind => OperatorKind.Homogeneous;

    public override Tensor[] Forward(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var x = inputs[0]!;
        var layout = window.LayOut(x.shape.AsSpan(2));
        // libtorch has no maximum over windows of small integers; every one of them is a float32.
        var data = x.is_floating_point() ? x : x.to_type(ScalarType.Float32);
        var covered = layout.IsSymmetric ? data : layout.Cover(data, double.NegativeInfinity);
        var (values, positions) = Pool(covered, layout.IsSymmetric ? layout.Begin : new long[window.Rank]);
        if (!x.is_floating_point())
            values = values.to_type(x.dtype);
        if (!withIndices)
            return [values.MoveToOuterDisposeScope()];
        var shift = layout.IsSymmetric ? new long[window.Rank] : layout.Begin;
        return [values.MoveToOuterDisposeScope(), Flatten(positions, covered.shape[2..], shift, layout.Size).MoveToOuterDisposeScope()];
    }

    public override Tensor?[] Bias(OperatorCall call) => new Tensor?[call.Outputs.Count];

    private (Tensor Values, Tensor Positions) Pool(Tensor x, long[] padding)
    {
        var (k, s, d) = (window.Kernel.ToArray(), window.Strides.ToArray(), window.Dilations.ToArray());
        var up = window.RoundUp && window.Padding.Mode == PaddingMode.Explicit;
        return k.Length switch
        {
            1 => nn.functional.max_pool1d_with_indices(x, k[0], s[0], padding[0], d[0], up),
            2 => nn.functional.max_pool2d_with_indices(x, k, s, padding, d, up),
            3 => nn.functional.max_pool3d_with_indices(x, k, s, padding, d, up),
            var n => throw new ArgumentException($"Max pooling over {n} spatial axes is not supported; 1 to 3 are."),
        };
    }

    /// <summary>libtorch's positions inside a padded channel as ONNX's positions in the whole unpadded tensor.</summary>
    private Tensor Flatten(Tensor positions, long[] paddedSize, long[] begin, long[] size)
    {
        using var scope = NewDisposeScope();
        var (rest, inside, weight) = (positions, zeros_like(positions), 1L);
        var weights = new long[size.Length];
        var order = columnMajor ? Enumerable.Range(0, size.Length) : Enumerable.Range(0, size.Length).Reverse();
        foreach (var axis in order)
            (weights[axis], weight) = (weight, weight * size[axis]);
        for (var axis = size.Length - 1; axis >= 0; axis--)
        {
            inside = inside + (rest.remainder(paddedSize[axis]) - begin[axis]) * weights[axis];
            rest = rest.div(paddedSize[axis], RoundingMode.floor);
        }

        var channels = arange(positions.shape[0] * positions.shape[1], ScalarType.Int64, positions.device) * weight;
        return (inside + channels.view([positions.shape[0], positions.shape[1], .. Enumerable.Repeat(1L, size.Length)])).MoveToOuterDisposeScope();
    }
}

/// <summary>Puts pooled values back at the positions they came from, zeros elsewhere: the inverse of <see cref="MaxPool"/>. Linear, no bias.</summary>
/// <remarks>Inputs: values, positions in the flattened unpooled tensor, optionally the output's shape.</remarks>
internal sealed class MaxUnpool(SlidingWindow window) : SingleOutputOperator
{
    public SlidingWindow Window => window;

    public override OperatorKind Kind => OperatorKind.Linear;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var x = inputs[0]!;
        var shape = x.shape.ToArray();
        for (var i = 0; i < window.Rank; i++)
            shape[2 + i] = (x.shape[2 + i] - 1) * window.Strides[i] - window.Padding.Begin[i] - window.Padding.End[i] + window.Kernel[i];
        var y = zeros([shape.Aggregate(1L, (a, b) => a * b)], x.dtype, x.device).scatter(0, inputs[1]!.reshape(-1), x.reshape(-1)).view(shape);
        if (IntegerList.OfOptional(inputs, 2) is { } wanted)
            y = SpatialPadding.Pad(y, new long[window.Rank], [.. wanted.Skip(2).Select((size, i) => size - shape[2 + i])], 0);
        return y.MoveToOuterDisposeScope();
    }
}
