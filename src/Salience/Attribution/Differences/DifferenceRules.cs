using Salience.Networks;
using Salience.Networks.Passes;
using Salience.Operators;

namespace Salience.Attribution.Differences;

/// <summary>The rule of each operator.</summary>
/// <param name="operators">Whose conventions.</param>
internal sealed class DifferenceRules(DeepLiftOperators operators)
{
    /// <summary>The rule, or <see langword="null"/> where autograd's derivative is taken for the multiplier.</summary>
    /// <param name="node">The node.</param>
    /// <param name="active">For each input whether it depends on the images; one does.</param>
    public DifferenceRule? Of(Node node, bool[] active)
    {
        var captum = operators == DeepLiftOperators.Captum;
        return node.Operator switch
        {
            MaxPool => new MaxPoolDifference(),
            var o when IsElementwise(o, active) => !captum || IsKnownToCaptum(o) ? new ElementwiseDifference() : null,
            Softmax when captum => new CaptumSoftmaxDifference(),
            _ when captum => null,
            var o when IsLinear(o, active) => null,
            Mul or MatMul or Einsum when active.Count(a => a) == 2 => new ProductDifference(),
            Gemm or Conv or ConvTranspose when active[0] && active[1] => new ProductDifference(),
            Div => new QuotientDifference(),
            LayerNormalization { WithStatistics: false } or RMSNormalization or GroupNormalization or InstanceNormalization when active.Only(0) => new StandardizationDifference(),
            _ => new PathDifference(),
        };
    }

    /// <summary>Why differences cannot be followed through a node, or <see langword="null"/>.</summary>
    public static string? WhyNot(Node node, IReadOnlyList<Node> nodes, Dependence dependence)
    {
        if (node.Operator is BatchStatisticsNormalization)
            return $"{node} normalises with the statistics of the batch, in which images and references would mix.";
        foreach (var input in dependence.Read(node))
        {
            if (!dependence.IsActive(input) || IsPlaces(input, nodes))
                return $"{node} reads '{input}', which depends on the input without a derivative: no difference can be followed through it.";
        }

        return null;
    }

    /// <summary>Positions, the second output of TopK and MaxPool.</summary>
    private static bool IsPlaces(string value, IReadOnlyList<Node> nodes) =>
        nodes.Any(n => n.Operator is TopK or MaxPool && n.Outputs.Count > 1 && n.Outputs[1] == value);

    private static bool IsKnownToCaptum(Operator o) => o is Relu or Elu or LeakyRelu or Sigmoid or Tanh or Softplus;

    /// <summary>A function of the elements of one input.</summary>
    private static bool IsElementwise(Operator o, bool[] active) =>
        active.Only(0) && o is ElementwiseFunction or Relu or LeakyRelu or PRelu or ThresholdedRelu or Clip or Abs or Pow
        || active.Count(a => a) == 1 && o is Extremum;

    private static bool IsLinear(Operator o, bool[] active) =>
        o.Kind is OperatorKind.Structural or OperatorKind.Linear or OperatorKind.Affine or OperatorKind.Nonlinear
        && !o.BiasOf(active).HasFlag(BiasKind.Implicit) && (o is not If || o.Kind == OperatorKind.Structural);
}
