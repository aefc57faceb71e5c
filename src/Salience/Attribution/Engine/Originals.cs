using Salience.Decomposition;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Attribution.Engine;

/// <summary>What the network says of the unperturbed images: outputs, and the scalars of every target.</summary>
/// <param name="Outputs">All outputs <c>(N, K)</c>.</param>
/// <param name="Scores">For each target its scalars, detached.</param>
internal sealed record Originals(Tensor Outputs, IReadOnlyList<TargetScores> Scores)
{
    /// <summary>Runs the network forward, a batch at a time. Tensors belong to the current dispose scope.</summary>
    public static Originals Of(
        Network network, Tensor images, Func<Tensor, PerturbedCopies, Dictionary<string, Tensor>> inputs, IReadOnlyList<Target> targets, int batch, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var outputs = Forward.Run(network, images, inputs, batch, cancellation);
        var scores = targets.Select(t => TargetGradient.Of(t, outputs).Scores).ToList();
        return new Originals(outputs.MoveToOuterDisposeScope(), [.. scores.Select(s => s with { Scores = s.Scores.MoveToOuterDisposeScope() })]);
    }
}
