using Salience.Operators;

namespace Salience.Networks.Passes;

/// <summary>Tells where a value surely has two axes, <c>(N, C)</c>, from the operators that made it.</summary>
internal sealed class MatrixValues(Network network)
{
    private readonly Dictionary<string, Node> _producers = NetworkGraph.Producers(network.Nodes);

    /// <summary>Whether the value is a matrix for every input; false where the graph does not say.</summary>
    public bool Contains(string value)
    {
        // A chain of layers is walked back to where its rank shows; layers with one data input only.
        while (_producers.TryGetValue(value, out var node))
        {
            switch (node.Operator)
            {
                case Flatten or Gemm:
                    return true;
                case Reshape:
                    return network.Parameters.TryGetValue(node.Inputs[1], out var shape) && shape.numel() == 2;
                case BatchNormalization or MatMul or Relu or Sigmoid or Tanh or Identity or Add or Mul when ReadsMatrixConstants(node):
                    value = node.Inputs[0];
                    break;
                default:
                    return false;
            }
        }

        return network.Inputs.FirstOrDefault(i => i.Name == value) is { Shape.Count: 2 };
    }

    private bool ReadsMatrixConstants(Node node) =>
        node.Inputs.Skip(1).All(i => network.Parameters.TryGetValue(i, out var constant) && constant.dim() <= 2);
}
