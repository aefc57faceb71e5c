using Salience.Decomposition;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Attribution.Engine;

/// <summary>Gradients at many perturbed copies of every image, a batch of copies at a time, so that memory does not grow with their number.</summary>
internal sealed class CopyGradients(Network network, Func<Tensor, PerturbedCopies, Dictionary<string, Tensor>> inputs, int batch, CancellationToken cancellation)
{
    /// <summary>Gradients of one pass and one target.</summary>
    /// <param name="Rows">Which copies of which images.</param>
    /// <param name="Target">Index of the target.</param>
    /// <param name="Gradient">∂f/∂x at each copy.</param>
    public sealed record Part(PerturbedCopies Rows, int Target, Tensor Gradient);

    /// <summary>Runs all passes. Tensors of a part live only during <paramref name="accept"/>.</summary>
    /// <param name="images">Number of images.</param>
    /// <param name="copies">Copies of each.</param>
    /// <param name="make">Makes the inputs of a pass, one row for each copy.</param>
    /// <param name="targets">Which scalars.</param>
    /// <param name="originals">The scalars of the unperturbed images: a copy is explained for the class of its original.</param>
    /// <param name="accept">Takes each part.</param>
    /// <param name="passed">Called after each pass.</param>
    public void Run(
        int images, int copies, Func<PerturbedCopies, Tensor> make, IReadOnlyList<Target> targets, IReadOnlyList<TargetScores> originals, Action<Part> accept, Action passed)
    {
        foreach (var rows in PerturbedCopies.Cut(images, copies, batch))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var own = targets.Select((t, i) => rows.TargetFor(t, originals[i])).ToList();
            var results = GradientPass.Run(network, inputs(make(rows), rows), own, cancellation);
            for (var t = 0; t < results.Count; t++)
                accept(new Part(rows, t, results[t].Input));
            passed();
        }
    }
}
