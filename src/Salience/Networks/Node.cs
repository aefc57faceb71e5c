using Salience.Operators;

namespace Salience.Networks;

/// <summary>One operator of a <see cref="Network"/> with the names of the values it reads and writes.</summary>
/// <param name="Name">Unique name of the node; terms, layers and messages refer to it.</param>
/// <param name="Operator">What the node computes.</param>
/// <param name="Inputs">Names of the values or parameters read; the empty string stands for an absent optional input.</param>
/// <param name="Outputs">Names of the values written; the empty string stands for an output nobody asked for.</param>
public sealed record Node(string Name, Operator Operator, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Operator.Name})";
}
