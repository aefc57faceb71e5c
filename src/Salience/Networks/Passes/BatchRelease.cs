using Salience.Operators;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Networks.Passes;

/// <summary>Lets a network run on any number of images whose file fixes the batch size of its example in constant shapes of Reshape.</summary>
/// <remarks>
/// Exporters write <c>(1, 256)</c> where <c>(N, 256)</c> is meant. Where the declared batch size stands first in such a shape and the
/// value depends on the input, it becomes the inferred size, or the input's own where another one is inferred already.
/// </remarks>
internal static class BatchRelease
{
    /// <summary>The network without fixed batch size; disposed by the caller like its source.</summary>
    public static Network Apply(Network network)
    {
        using var rewrite = new NetworkRewrite(network);
        if (network.Inputs.Count == 0 || network.Inputs[0].Shape is not { Count: > 1 } declared || declared[0] is not { } batch)
            return rewrite.Build();
        var depends = new Dependence(network.Nodes, network.Inputs[0].Name);
        foreach (var node in network.Nodes.Where(n => n.Operator is Reshape && depends.IsActive(n.Inputs[0])))
        {
            if (rewrite.Parameter(node, 1) is { } shape && Released(shape, batch) is { } free)
                rewrite.Replace([node], node with { Inputs = [node.Inputs[0], rewrite.AddParameter($"{node.Name}_any_batch", tensor(free))] });
        }

        return rewrite.Build();
    }

    private static long[]? Released(Tensor shape, long batch)
    {
        var sizes = IntegerList.Of(shape);
        if (sizes.Length < 2 || sizes[0] != batch)
            return null;
        sizes[0] = sizes.Contains(-1) ? 0 : -1;
        return sizes;
    }
}
