namespace Salience.Onnx;

/// <summary>What can be said about a model without running it, unsupported ones included.</summary>
/// <param name="Info">What the file says about itself.</param>
/// <param name="Unsupported">Every node that cannot be imported, in graph order; empty when the model can be.</param>
public sealed record OnnxInspection(OnnxModelInfo Info, IReadOnlyList<UnsupportedNode> Unsupported);
