using Salience.Networks;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Attribution.Engine;

/// <summary>Keeps the weights of every attention of a run, so that gradients can be taken at them.</summary>
/// <param name="sites">The attentions.</param>
internal sealed class AttentionRecorder(IReadOnlyList<AttentionSite> sites) : IExecutionObserver, IDisposable
{
    private readonly Dictionary<string, Tensor> _weights = [];
    private readonly Dictionary<string, long[]> _valueShapes = [];

    /// <summary>The weights of an attention as the run had them, <c>(…, T, T)</c>.</summary>
    public Tensor Weights(AttentionSite site) => _weights[site.Weights.Name];

    /// <summary>The shape of its values.</summary>
    public long[] ValueShape(AttentionSite site) => _valueShapes[site.Mixer.Name];

    /// <inheritdoc/>
    public void OnExecuted(Node node, IReadOnlyList<Tensor?> inputs, Tensor[] outputs)
    {
        foreach (var site in sites)
        {
            if (site.Mixer.Name == node.Name)
                _valueShapes[node.Name] = inputs[site.IsFused ? 2 : 1]!.shape;
            if (site.Weights.Name != node.Name || _weights.ContainsKey(node.Name))
                continue;
            var plain = outputs[0];
            // What follows reads an alias, so that the kept handle lies on its path.
            var (weights, next) = site.IsFused ? ((Attention)node.Operator).Unfold(inputs) : (plain, plain.alias());
            outputs[0] = next;
            _weights[node.Name] = weights.DetachFromDisposeScope();
            if (site.IsFused)
                plain.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var weights in _weights.Values)
            weights.Dispose();
    }
}
