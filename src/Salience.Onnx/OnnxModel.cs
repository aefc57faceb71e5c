using Salience.Networks;

namespace Salience.Onnx;

/// <summary>An imported model: the network and what its file said.</summary>
/// <param name="network">The network; disposed with the model.</param>
/// <param name="info">What the file said.</param>
public sealed class OnnxModel(Network network, OnnxModelInfo info) : IDisposable
{
    /// <summary>The network. Its first output is the explained one.</summary>
    public Network Network { get; } = network;

    /// <summary>What the file said about itself, and what the importer made of it.</summary>
    public OnnxModelInfo Info { get; } = info;

    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();
}
