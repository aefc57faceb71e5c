using System.Runtime.InteropServices;
using Salience.Networks;
using Salience.Onnx.Format;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Onnx.Conversion;

/// <summary>Runs operators now whose inputs are all constant: shape arithmetic, and weights that are laid out anew.</summary>
/// <remarks>
/// Only what is exact in every floating type is folded, so that a network may still be computed in double precision; only small
/// results and views, so that a file cannot make the importer fill the memory.
/// </remarks>
internal static class ConstantFolding
{
    private const long MostInputElements = 1024;
    private const long MostResultElements = 1 << 16;

    /// <summary>Results share the memory of the input, or are its elements in another order.</summary>
    private static readonly HashSet<string> Layout = ["Flatten", "Identity", "Reshape", "Squeeze", "Transpose", "Unsqueeze"];

    /// <summary>Results are elements of the inputs, or numbers about them.</summary>
    private static readonly HashSet<string> Selection =
        ["Cast", "Concat", "Gather", "GatherElements", "GatherND", "Shape", "Size", "Slice", "Split"];

    /// <summary>Results are exact when the inputs are integers or truth values.</summary>
    private static readonly HashSet<string> Arithmetic =
    [
        "Abs", "Add", "And", "Div", "Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "Max", "Min", "Mod", "Mul", "Neg", "Not", "Or",
        "ReduceMax", "ReduceMin", "ReduceProd", "ReduceSum", "ScatterElements", "ScatterND", "Sub", "Where", "Xor",
    ];

    /// <summary>Makes the node's outputs constants when that is possible.</summary>
    /// <returns>Whether the node is no longer needed.</returns>
    public static bool TryFold(Node node, string opType, NetworkAssembly assembly, AllocationBudget budget)
    {
        if (!node.Inputs.All(i => i.Length == 0 || assembly.Parameters.ContainsKey(i)) || node.Inputs.All(i => i.Length == 0))
            return false;
        var inputs = node.Inputs.Select(i => i.Length == 0 ? null : assembly.Parameters[i]).ToArray();
        using var scope = NewDisposeScope();
        if (!IsWorthwhile(opType, inputs))
            return false;
        var outputs = Run(node, inputs);
        if (outputs is null || !budget.TrySpend(outputs.Sum(o => o.numel() * o.element_size())))
            return false;
        for (var i = 0; i < outputs.Length && i < node.Outputs.Count; i++)
        {
            if (node.Outputs[i].Length > 0)
                assembly.AddParameter(node.Outputs[i], outputs[i].contiguous());
        }

        return true;
    }

    private static bool IsWorthwhile(string opType, Tensor?[] inputs)
    {
        var present = inputs.OfType<Tensor>().ToArray();
        var elements = present.Sum(t => t.numel());
        return opType switch
        {
            _ when Layout.Contains(opType) => true,
            "Shape" or "Size" => true,
            "ConstantOfShape" => Product(inputs[0]) <= MostResultElements,
            "Expand" or "Tile" => inputs.Length > 1 && Product(inputs[1]) * Math.Max(1, inputs[0]!.numel()) <= MostResultElements,
            "Range" => Length(inputs) <= MostResultElements,
            _ when Selection.Contains(opType) => elements <= MostInputElements,
            _ when Arithmetic.Contains(opType) => elements <= MostInputElements && !present.Any(t => t.is_floating_point()),
            _ => false,
        };
    }

    /// <summary>The product of a list of sizes; as good as infinite when it is no such list.</summary>
    private static double Product(Tensor? sizes)
    {
        if (sizes is null || sizes.is_floating_point() || sizes.numel() > 64)
            return double.PositiveInfinity;
        return sizes.to_type(ScalarType.Float64).abs().prod().ToDouble();
    }

    private static double Length(Tensor?[] inputs)
    {
        if (inputs.Length != 3 || inputs.Any(t => t is null || t.numel() != 1 || t.is_floating_point()))
            return double.PositiveInfinity;
        var (start, limit, delta) = (inputs[0]!.ToDouble(), inputs[1]!.ToDouble(), inputs[2]!.ToDouble());
        return delta == 0 ? double.PositiveInfinity : Math.Abs((limit - start) / delta);
    }

    /// <summary>The outputs, or <see langword="null"/> when the operator fails: then it shall fail when it is run, with its shapes.</summary>
    private static Tensor[]? Run(Node node, Tensor?[] inputs)
    {
        try
        {
            using var noGradient = no_grad();
            return node.Operator.Forward(inputs);
        }
        catch (Exception e) when (e is ExternalException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }
}
