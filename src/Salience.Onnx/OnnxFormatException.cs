namespace Salience.Onnx;

/// <summary>A file is not the ONNX model it should be: damaged, of another kind, or contradicting itself.</summary>
/// <remarks>The message is one line and names the file, what is wrong and what to do about it.</remarks>
public sealed class OnnxFormatException : IOException
{
    /// <summary>An exception without a message of its own.</summary>
    public OnnxFormatException()
        : this("The file is not a valid ONNX model.")
    {
    }

    /// <summary>An exception with a message.</summary>
    /// <param name="message">File, fault and fix in one line.</param>
    public OnnxFormatException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and the failure behind it.</summary>
    /// <param name="message">File, fault and fix in one line.</param>
    /// <param name="innerException">What the reader met.</param>
    public OnnxFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The exception for a file and its fault.</summary>
    internal static OnnxFormatException In(string file, string fault) => new($"{file}: {OneLine.Of(fault)}");

    /// <summary>The exception for a file and its fault, with the failure behind it.</summary>
    internal static OnnxFormatException In(string file, string fault, Exception inner) => new($"{file}: {OneLine.Of(fault)}", inner);
}
