namespace Salience.Onnx;

/// <summary>One node of a model that the importer cannot turn into an operator.</summary>
/// <param name="Domain">Operator domain; empty for the standard one.</param>
/// <param name="Operator">Operator type.</param>
/// <param name="Version">The since-version in force at the model's opset, or the opset itself for an unknown operator.</param>
/// <param name="Name">Name of the node.</param>
/// <param name="Reason">What is missing.</param>
public sealed record UnsupportedNode(string Domain, string Operator, int Version, string Name, string Reason)
{
    /// <summary>The node in one line.</summary>
    public override string ToString() =>
        OneLine.Of($"{(Domain.Length == 0 ? "" : Domain + ".")}{Operator}-{Version} ('{Name}'): {Reason}");
}
