using Salience.Decomposition;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Attribution.Engine;

/// <summary>Value and gradient of one layer: a forward pass that records from that layer on, and a backward pass down to it.</summary>
internal static class LayerPass
{
    /// <summary>A layer under one target.</summary>
    /// <param name="Value">What the layer gave.</param>
    /// <param name="Gradient">∂f/∂value.</param>
    /// <param name="Scores">The explained scalars, detached.</param>
    /// <param name="Outputs">All outputs <c>(N, K)</c>, detached.</param>
    public sealed record Result(Tensor Value, Tensor Gradient, TargetScores Scores, Tensor Outputs);

    /// <summary>Runs the passes. Tensors belong to the current dispose scope.</summary>
    /// <param name="network">The network.</param>
    /// <param name="inputs">A tensor for every input.</param>
    /// <param name="layer">The layer; its first output is read.</param>
    /// <param name="targets">Which scalars.</param>
    /// <param name="cancellation">Ends the work between two operators.</param>
    /// <returns>One result for each target; <see langword="null"/> where the output does not depend differentiably on the layer.</returns>
    public static IReadOnlyList<Result>? Run(
        Network network, IReadOnlyDictionary<string, Tensor> inputs, Node layer, IReadOnlyList<Target> targets, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var recording = enable_grad();
        using var cut = new Cut(layer);
        var output = Execution.Run(network, inputs, [network.Outputs[0]], cut, cancellation)[network.Outputs[0]];
        if (!output.requires_grad || cut.Value is null)
            return null;
        var flat = output.dim() == 2 ? output : output.reshape(output.dim() == 0 ? 1 : output.shape[0], -1);
        var results = new List<Result>();
        for (var i = 0; i < targets.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (scores, gradient, _) = TargetGradient.Of(targets[i], flat);
            PassMeter.CountBackward(flat.shape[0]);
            var layerGradient = autograd.grad([flat], [cut.Value], [gradient], retain_graph: i < targets.Count - 1)[0];
            results.Add(new Result(
                cut.Value.detach().MoveToOuterDisposeScope(),
                layerGradient.MoveToOuterDisposeScope(),
                scores with { Scores = scores.Scores.MoveToOuterDisposeScope() },
                flat.detach().MoveToOuterDisposeScope()));
        }

        return results;
    }

    /// <summary>Makes the layer's output a leaf: nothing is recorded before it.</summary>
    private sealed class Cut(Node layer) : IExecutionObserver, IDisposable
    {
        public Tensor? Value { get; private set; }

        public void OnExecuted(Node node, IReadOnlyList<Tensor?> inputs, Tensor[] outputs)
        {
            if (node.Name != layer.Name || !outputs[0].is_floating_point())
                return;
            var plain = outputs[0];
            // The scope of the run would free it; it is needed for the backward pass.
            Value = plain.detach().requires_grad_().DetachFromDisposeScope();
            outputs[0] = Value.alias();
            plain.Dispose();
        }

        public void Dispose() => Value?.Dispose();
    }
}
