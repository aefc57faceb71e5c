using Salience.Onnx.Format;

namespace Salience.Onnx.Graph;

/// <summary>A node after model-local functions and constant branches were written out in place.</summary>
/// <param name="Name">Unique name.</param>
/// <param name="Domain">Operator domain, empty for the standard one.</param>
/// <param name="OpType">Operator type.</param>
/// <param name="Opset">Version of the domain in force where the node stands (a function may import another one than the model).</param>
/// <param name="Inputs">Names of the values read.</param>
/// <param name="Outputs">Names of the values written.</param>
/// <param name="Attributes">Attributes by name, references to function attributes replaced by what they stand for.</param>
internal sealed record FlatNode(
    string Name,
    string Domain,
    string OpType,
    long Opset,
    IReadOnlyList<string> Inputs,
    IReadOnlyList<string> Outputs,
    IReadOnlyList<(string Name, AttributeProto Value)> Attributes)
{
    /// <summary>The two branches of an If whose condition is computed: then, else. Empty for every other node.</summary>
    public IReadOnlyList<FlatBranch> Branches { get; init; } = [];
}

/// <summary>A branch of If, written out.</summary>
/// <param name="Nodes">Nodes in execution order.</param>
/// <param name="Outputs">Names of the values handed out.</param>
internal sealed record FlatBranch(IReadOnlyList<FlatNode> Nodes, IReadOnlyList<string> Outputs)
{
    /// <summary>Names of values of the graph around it that the branch reads.</summary>
    public IEnumerable<string> Captured()
    {
        var own = Nodes.SelectMany(n => n.Outputs).ToHashSet();
        return Nodes.SelectMany(n => n.Inputs).Concat(Outputs).Where(n => n.Length > 0 && !own.Contains(n)).Distinct();
    }
}
