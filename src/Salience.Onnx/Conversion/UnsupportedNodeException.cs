namespace Salience.Onnx.Conversion;

/// <summary>Thrown by a converter that knows the operator but not this use of it; collected, never seen by a caller of the library.</summary>
internal sealed class UnsupportedNodeException(string reason) : Exception(reason);
