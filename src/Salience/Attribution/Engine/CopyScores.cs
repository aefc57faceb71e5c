using Salience.Decomposition;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Attribution.Engine;

/// <summary>The explained scalars at many perturbed copies of every image, a batch of copies at a time, without gradients.</summary>
internal sealed class CopyScores(Network network, Func<Tensor, PerturbedCopies, Dictionary<string, Tensor>> inputs, int batch, CancellationToken cancellation)
{
    /// <summary>Scalars of one pass and one target.</summary>
    /// <param name="Rows">Which copies of which images.</param>
    /// <param name="Target">Index of the target.</param>
    /// <param name="Scores">f(copy).</param>
    /// <param name="Drops">f(original) − f(copy).</param>
    public sealed record Part(PerturbedCopies Rows, int Target, double[] Scores, double[] Drops);

    /// <summary>Runs the originals and all copies.</summary>
    /// <param name="images">The images.</param>
    /// <param name="copies">Copies of each.</param>
    /// <param name="make">Makes the inputs of a pass, one row for each copy.</param>
    /// <param name="targets">Which scalars.</param>
    /// <param name="accept">Takes each part.</param>
    /// <param name="passed">Called after each pass over copies.</param>
    /// <returns>What the network says of the originals; tensors belong to the current dispose scope.</returns>
    public Originals Run(Tensor images, int copies, Func<PerturbedCopies, Tensor> make, IReadOnlyList<Target> targets, Action<Part> accept, Action passed)
    {
        var originals = Originals.Of(network, images, inputs, targets, batch, cancellation);
        var whole = originals.Scores.Select(s => PerImage.Values(s.Scores)).ToList();
        foreach (var rows in PerturbedCopies.Cut((int)images.shape[0], copies, batch))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var outputs = Forward.Outputs(network, inputs(make(rows), rows), cancellation);
            for (var t = 0; t < targets.Count; t++)
            {
                var scores = PerImage.Values(TargetGradient.Of(rows.TargetFor(targets[t], originals.Scores[t]), outputs).Scores.Scores);
                accept(new Part(rows, t, scores, [.. scores.Select((s, r) => whole[t][rows.Images[r]] - s)]));
            }

            passed();
        }

        return originals;
    }
}
