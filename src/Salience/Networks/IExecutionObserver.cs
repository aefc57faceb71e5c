using static TorchSharp.torch;

namespace Salience.Networks;

/// <summary>Sees every operator call of a run and may put other tensors in place of its outputs.</summary>
internal interface IExecutionObserver
{
    /// <summary>Called after a node has run.</summary>
    /// <param name="node">The node.</param>
    /// <param name="inputs">What it read; <see langword="null"/> where an optional input is absent.</param>
    /// <param name="outputs">What it wrote; an entry may be replaced by a fresh handle, the old one is then disposed by the observer.</param>
    void OnExecuted(Node node, IReadOnlyList<Tensor?> inputs, Tensor[] outputs);
}
