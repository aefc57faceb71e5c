using Salience.Decomposition;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.PostProcessing;

/// <summary>What takes the place of operators that move elements, or compute each from those that stand at the same position.</summary>
internal static class ElementAverages
{
    private static readonly HashSet<string> OfSeveral = ["Add", "Sub", "Mul", "Div", "Sum", "Mean", "Max", "Min", "Pow", "Mod", "PRelu", "Clip"];

    private static readonly HashSet<string> OfOne =
    [
        "Relu", "LeakyRelu", "ThresholdedRelu", "Neg", "Abs", "BatchNormalization", "LRN", "RotaryEmbedding", "QuantizeLinear", "DequantizeLinear",
    ];

    /// <summary>The outputs; <see langword="null"/> for other operators.</summary>
    public static Tensor[]? Of(Operator operation, IReadOnlyList<Tensor?> inputs, IReadOnlyList<bool> active)
    {
        if (operation is Identity or Dropout or Cast or CastLike)
            return operation.Forward(inputs);
        if (SpatialLayoutRules.MovedInputs(operation, inputs.Count).Count > 0)
            return operation.Forward(WithoutConstants(operation, inputs, active));
        if (operation is ElementwiseFunction || OfOne.Contains(operation.Name) && active[0])
            return [inputs[0]!.alias()];
        if (OfSeveral.Contains(operation.Name))
            return [Mean(inputs, active)];
        return operation.Kind == OperatorKind.Linear && active[0] && active.Count(a => a) == 1 ? operation.Forward(inputs) : null;
    }

    /// <summary>Moved elements of constants are zero; shapes, indices and conditions stay.</summary>
    private static Tensor?[] WithoutConstants(Operator operation, IReadOnlyList<Tensor?> inputs, IReadOnlyList<bool> active)
    {
        var moved = SpatialLayoutRules.MovedInputs(operation, inputs.Count);
        return [.. inputs.Select((x, i) => x is not null && !active[i] && moved.Contains(i) || operation is Pad && i == 2 && x is not null ? zeros_like(x) : x)];
    }

    /// <summary>The mean of the active inputs, repeated to the shape that all inputs have together.</summary>
    private static Tensor Mean(IReadOnlyList<Tensor?> inputs, IReadOnlyList<bool> active)
    {
        var shape = BroadcastShape.Of([.. inputs.OfType<Tensor>().Select(x => x.shape)]);
        var parts = inputs.Where((_, i) => active[i]).Select(x => x!).ToList();
        return (parts.Aggregate((a, b) => a + b) / parts.Count).expand(shape);
    }
}
