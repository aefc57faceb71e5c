using static TorchSharp.torch;

namespace Salience.Networks;

/// <summary>Nodes inside an operator: a formula that became one node, a branch of If.</summary>
internal static class InnerNodes
{
    /// <summary>Runs the nodes in order; every value written is added to <paramref name="values"/> and lives in the current dispose scope.</summary>
    /// <param name="nodes">Nodes in execution order.</param>
    /// <param name="values">What they may read, by name.</param>
    public static void Run(IReadOnlyList<Node> nodes, Dictionary<string, Tensor> values)
    {
        foreach (var node in nodes)
        {
            var outputs = node.Operator.Forward([.. node.Inputs.Select(i => i.Length == 0 ? null : values[i])]);
            for (var i = 0; i < outputs.Length && i < node.Outputs.Count; i++)
                values[node.Outputs[i]] = outputs[i];
        }
    }

    /// <summary>The nodes computing in another floating type.</summary>
    public static IReadOnlyList<Node> WithComputeType(IReadOnlyList<Node> nodes, ScalarType type) =>
        [.. nodes.Select(n => n with { Operator = n.Operator.WithComputeType(type) })];
}
