using Salience.Networks;
using Salience.Networks.Passes;
using Salience.Operators;

namespace Salience.Attribution.Differences;

/// <summary>Finds the linear operator that a nonlinearity stands behind.</summary>
/// <param name="nodes">The nodes in execution order.</param>
/// <param name="dependence">What depends on the images.</param>
/// <param name="denseOnly">Whether only fully-connected layers count.</param>
internal sealed class SpreadOrigins(IReadOnlyList<Node> nodes, Dependence dependence, bool denseOnly)
{
    private readonly Dictionary<string, Node> _producers = NetworkGraph.Producers(nodes);

    /// <summary>The nodes from the linear operator to a value, in order; <see langword="null"/> where the value comes from something else.</summary>
    public IReadOnlyList<(Node Node, SpreadRule Rule)>? Find(string value)
    {
        var chain = new List<(Node, SpreadRule)>();
        while (_producers.TryGetValue(value, out var node) && node.Outputs[0] == value)
        {
            if (Source(node) is { } source)
            {
                chain.Insert(0, (node, source));
                return chain;
            }

            if (!Passes(node))
                return null;
            chain.Insert(0, (node, new PassedSpread()));
            value = node.Inputs[0];
        }

        return null;
    }

    private SpreadRule? Source(Node node)
    {
        bool[] active = [.. node.Inputs.Select(dependence.IsActive)];
        var count = active.Count(a => a);
        return node.Operator switch
        {
            Gemm { Alpha: > 0 } or MatMul when count == 1 && (active[0] || active[1]) => new LinearSpread(active[0] ? 0 : 1),
            Conv or ConvTranspose when !denseOnly && active.Only(0) => new LinearSpread(0),
            Add or Sub or Sum when !denseOnly && count > 1 => new SumSpread(),
            _ => null,
        };
    }

    /// <summary>Whether an operator scales, shifts or moves the elements of its first input and does nothing else.</summary>
    private bool Passes(Node node)
    {
        bool[] active = [.. node.Inputs.Select(dependence.IsActive)];
        return active.Only(0) && node.Operator is BatchNormalization or Mul or Add or Sub or Identity or Dropout or Reshape or Flatten or Squeeze or Unsqueeze or Transpose;
    }
}
