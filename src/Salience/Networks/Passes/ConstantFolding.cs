using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Networks.Passes;

/// <summary>Evaluates the nodes that read constants only; their outputs become parameters under the same names.</summary>
/// <remarks>
/// A node whose outputs hold far more than it read (a large ConstantOfShape or Expand) stays a node, so that a small file
/// cannot fill the memory; nodes that draw random numbers stay as well.
/// </remarks>
internal static class ConstantFolding
{
    /// <summary>Bytes that the outputs of one node may hold beyond its inputs.</summary>
    private const long GrowthLimit = 64L << 20;

    private static readonly HashSet<string> Random =
        ["RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike", "Bernoulli", "Multinomial"];

    /// <summary>The network with every constant subgraph evaluated; disposed by the caller like its source.</summary>
    public static Network Apply(Network network)
    {
        using var rewrite = new NetworkRewrite(network);
        foreach (var node in network.Nodes)
        {
            if (!Random.Contains(node.Operator.Name) && node.Inputs.All(i => i.Length == 0 || rewrite.Parameters.ContainsKey(i)))
                Fold(rewrite, node);
        }

        return rewrite.Build();
    }

    private static void Fold(NetworkRewrite rewrite, Node node)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var read = node.Inputs.Where(i => i.Length > 0).Distinct().ToDictionary(i => i, i => rewrite.Parameters[i]);
        if (!StaysSmall(node, read.Values))
            return;
        var names = node.Outputs.Where(o => o.Length > 0).ToList();
        using var single = new Network([node], read.ToDictionary(p => p.Key, p => p.Value.alias()), [], names);
        var values = single.Run(new Dictionary<string, Tensor>());
        if (values.Values.Sum(Bytes) <= read.Values.Sum(Bytes) + GrowthLimit)
            rewrite.ReplaceByParameters(node, values);
    }

    /// <summary>Whether the result can be formed at all: the operators that make large values out of a shape are asked first.</summary>
    private static bool StaysSmall(Node node, IEnumerable<Tensor> read)
    {
        if (node.Operator.Name is not ("ConstantOfShape" or "Expand" or "Tile" or "Range" or "Resize" or "EyeLike"))
            return true;
        // The shape is one of the constants; the product of a list of sizes bounds what the node writes.
        var elements = 1.0;
        foreach (var tensor in read)
        {
            if (!tensor.is_floating_point() && tensor.dim() == 1 && tensor.numel() <= 16)
                elements *= Math.Max(1, tensor.to_type(ScalarType.Float64).prod().ToDouble());
            else
                elements *= Math.Max(1, tensor.numel());
        }

        return elements * sizeof(double) <= 4.0 * GrowthLimit;
    }

    private static long Bytes(Tensor tensor) => tensor.numel() * tensor.element_size();
}
