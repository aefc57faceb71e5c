using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Networks.Training;

/// <summary>Which constants of a network are learned: decided by the operators that read them.</summary>
/// <remarks>
/// Weights and biases of layers, γ and β of normalisations, slopes of PRelu, embedding tables. A vector that is added or multiplied is a bias
/// or a scale of its own, as exporters write them beside MatMul, unless it stands before the first layer: there it normalises the input.
/// Running statistics, numbers of formulas, masks, position tables, shapes and indices are not learned.
/// </remarks>
internal static class LearnableParameters
{
    /// <summary>The learnable constants in the order in which the nodes read them.</summary>
    public static IReadOnlyList<(string Name, ParameterRole Role)> Find(Network network, IReadOnlyList<Node> nodes)
    {
        var found = new OrderedDictionary<string, ParameterRole>();
        var statistics = nodes.Where(n => n.Operator is BatchNormalization or BatchStatisticsNormalization).SelectMany(n => n.Inputs.Skip(3)).ToHashSet();
        var beforeLayers = network.Inputs.Select(i => i.Name).ToHashSet();
        foreach (var node in nodes)
        {
            var onInput = node.Inputs.Any(beforeLayers.Contains);
            var isLayer = false;
            for (var i = 0; i < node.Inputs.Count; i++)
            {
                if (!network.Parameters.TryGetValue(node.Inputs[i], out var value) || value.dtype is not (ScalarType.Float32 or ScalarType.Float64)
                    || statistics.Contains(node.Inputs[i]))
                    continue;
                var role = RoleOf(node.Operator, i);
                isLayer |= role is not null;
                role ??= onInput ? null : RoleOfVector(node.Operator, value);
                if (role is not null)
                    found.TryAdd(node.Inputs[i], role.Value);
            }

            if (onInput && !isLayer)
                beforeLayers.UnionWith(node.Outputs);
        }

        return [.. found.Select(p => (p.Key, p.Value))];
    }

    private static ParameterRole? RoleOf(Operator operation, int input) => (operation, input) switch
    {
        (Conv or ConvTranspose, 1) or (Gemm, 0 or 1) or (MatMul, _) or (Gather, 0) => ParameterRole.Weight,
        (Conv or ConvTranspose or Gemm, 2) => ParameterRole.Bias,
        (PRelu or RMSNormalization, 1) => ParameterRole.Scale,
        (BatchNormalization or BatchStatisticsNormalization or GroupNormalization or InstanceNormalization or LayerNormalization, 1) => ParameterRole.Scale,
        (BatchNormalization or BatchStatisticsNormalization or GroupNormalization or InstanceNormalization or LayerNormalization, 2) => ParameterRole.Bias,
        _ => null,
    };

    private static ParameterRole? RoleOfVector(Operator operation, Tensor value)
    {
        if (value.numel() < 2 || value.shape.Max() != value.numel())
            return null;
        return operation switch
        {
            Add => ParameterRole.Bias,
            Mul => ParameterRole.Scale,
            _ => null,
        };
    }
}
