namespace Salience.Networks.Passes;

/// <summary>Takes out the nodes that hand on their input unchanged: Identity, Dropout in inference.</summary>
/// <remarks>An identity stays where both its sides are names the caller knows: a network input or constant that is an output under another name.</remarks>
internal static class IdentityBypass
{
    /// <summary>The network without identities; disposed by the caller like its source.</summary>
    public static Network Apply(Network network)
    {
        using var rewrite = new NetworkRewrite(network);
        var outputs = network.Outputs.ToHashSet();
        var written = network.Nodes.SelectMany(n => n.Outputs).ToHashSet();
        foreach (var name in network.Nodes.Where(IsIdentity).Select(n => n.Name).ToList())
        {
            var node = rewrite.Nodes.First(n => n.Name == name && IsIdentity(n));
            var (from, to) = (node.Inputs[0], node.Outputs[0]);
            if (outputs.Contains(to) && (outputs.Contains(from) || !written.Contains(from)))
                continue;
            rewrite.Nodes.Remove(node);
            if (outputs.Contains(to))
                rewrite.RenameValue(from, to);
            else
                rewrite.RedirectReaders(to, from);
        }

        return rewrite.Build();
    }

    private static bool IsIdentity(Node node) =>
        node.Operator.Name is "Identity" or "Dropout" && node.Outputs.Skip(1).All(o => o.Length == 0);
}
