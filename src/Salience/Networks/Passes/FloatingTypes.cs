using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Networks.Passes;

/// <summary>Takes out conversions that a network of one floating type does not need: Cast of an activation, CastLike of a constant to an activation's type.</summary>
internal static class FloatingTypes
{
    /// <summary>The network without them, where all its floating values have one type; disposed by the caller like its source.</summary>
    public static Network Apply(Network network)
    {
        using var rewrite = new NetworkRewrite(network);
        var type = network.ComputeType;
        // From a floating input on, every active value is floating; one of another type, such as a picture's bytes, must be converted.
        var uniform = network.Inputs.Count > 0 && Cast.IsFloating(network.Inputs[0].Type)
            && network.Parameters.Values.Where(p => p.is_floating_point()).All(p => p.dtype == type)
            && network.Inputs.Where(i => Cast.IsFloating(i.Type)).All(i => i.Type == type)
            && network.Nodes.All(n => n.Operator is not Cast cast || !Cast.IsFloating(cast.Type) || cast.Type == type);
        if (uniform)
        {
            var dependence = new Dependence(network.Nodes, network.Inputs[0].Name);
            foreach (var node in network.Nodes)
                Simplify(rewrite, dependence, node, type);
        }

        return rewrite.Build();
    }

    private static void Simplify(NetworkRewrite rewrite, Dependence dependence, Node node, ScalarType type)
    {
        if (node.Operator is Cast cast && cast.Type == type && dependence.IsActive(node.Inputs[0]))
            rewrite.Replace([node], node with { Operator = new Identity() });
        else if (node.Operator is CastLike && dependence.IsActive(node.Inputs[1]) && rewrite.Parameter(node, 0) is { } constant)
            rewrite.ReplaceByParameters(node, new Dictionary<string, Tensor> { [node.Outputs[0]] = constant.to_type(type, copy: true) });
    }
}
