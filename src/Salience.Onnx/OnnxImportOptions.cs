using Salience.Networks;
using Salience.Networks.Passes;

namespace Salience.Onnx;

/// <summary>How a model is imported.</summary>
/// <param name="Output">Name of the value to explain; <see langword="null"/> for the first output of floating type.</param>
/// <param name="Precision">In which type the network computes.</param>
/// <param name="ExplainLogits">Whether the input of a final Softmax or LogSoftmax is explained in place of its output.</param>
public sealed record OnnxImportOptions(string? Output = null, OnnxPrecision Precision = OnnxPrecision.Automatic, bool ExplainLogits = true)
{
    /// <summary>
    /// Rewrites of the imported network, applied in order; each makes a network of its own and the importer disposes the one before.
    /// The default evaluates constants and makes nonlinearities that the file spells out in many operators one node again, so that the
    /// explanation does not depend on the spelling. An empty list keeps the network node by node as the file says.
    /// </summary>
    public IReadOnlyList<Func<Network, Network>> Passes { get; init; } = [NetworkPasses.Standard];
}
