namespace Salience.Onnx;

/// <summary>A model uses operators, operator versions or attributes that the importer does not know.</summary>
/// <remarks>Every such node of the model is listed at once in <see cref="Nodes"/> and in the message.</remarks>
public sealed class UnsupportedOperatorException : NotSupportedException
{
    private const int ListedInMessage = 20;

    /// <summary>An exception without nodes.</summary>
    public UnsupportedOperatorException()
        : this("The model uses operators that are not supported.")
    {
    }

    /// <summary>An exception with a message.</summary>
    /// <param name="message">What is not supported.</param>
    public UnsupportedOperatorException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and the failure behind it.</summary>
    /// <param name="message">What is not supported.</param>
    /// <param name="innerException">What the importer met.</param>
    public UnsupportedOperatorException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>An exception for every unsupported node of a file.</summary>
    /// <param name="file">The model file.</param>
    /// <param name="nodes">Its unsupported nodes.</param>
    public UnsupportedOperatorException(string file, IReadOnlyList<UnsupportedNode> nodes)
        : base(Describe(file, nodes)) => Nodes = nodes;

    /// <summary>Every unsupported node of the model, in graph order.</summary>
    public IReadOnlyList<UnsupportedNode> Nodes { get; } = [];

    private static string Describe(string file, IReadOnlyList<UnsupportedNode> nodes)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        var listed = string.Join("; ", nodes.Take(ListedInMessage).Select(n => n.ToString()));
        var rest = nodes.Count > ListedInMessage ? $"; and {nodes.Count - ListedInMessage} more" : string.Empty;
        var subject = nodes.Count == 1 ? "1 node is" : $"{nodes.Count} nodes are";
        return $"{file}: {subject} not supported: {listed}{rest}";
    }
}
