using Salience.Networks;
using Salience.Operators;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Golden;

/// <summary>Counts units that rounding moves across a kink: there the gradient jumps, and float32 gives that of the neighbouring region.</summary>
internal static class KinkCount
{
    /// <summary>Number of elements at which two networks, alike but for rounding, are on different sides of a kink of Relu or Clip.</summary>
    public static long Between(Network a, Network b, Tensor input)
    {
        using var scope = NewDisposeScope();
        var (first, second) = (Patterns(a, input), Patterns(b, input));
        return first.Keys.Intersect(second.Keys).Sum(name => first[name].ne(second[name]).sum().ToInt64());
    }

    private static Dictionary<string, Tensor> Patterns(Network network, Tensor input)
    {
        var kinked = network.Nodes.Where(n => n.Operator is Relu or Clip).ToList();
        var read = kinked.Select(n => n.Inputs[0]).Distinct().ToList();
        var values = network.Run(new Dictionary<string, Tensor> { [network.Inputs[0].Name] = input.to_type(network.ComputeType) }, read);
        return kinked.ToDictionary(n => n.Name, n => Side(n, values[n.Inputs[0]]));
    }

    private static Tensor Side(Node node, Tensor z) => node.Operator is Relu ? z > 0 : (z > 0).to_type(ScalarType.Int64) + (z > 6);
}
