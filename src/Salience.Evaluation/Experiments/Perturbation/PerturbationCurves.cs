using Salience.Evaluation.Subjects;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments.Perturbation;

/// <summary>What becomes of the outputs, and of the fine detail, when a growing share of pixels is removed.</summary>
/// <param name="Outputs">The network's outputs, <c>(N, F, K)</c>.</param>
/// <param name="Laplacian">Energy of the Laplacian, <c>(N, F)</c>.</param>
/// <param name="Spectral">Spectral energy of high frequencies, <c>(N, F)</c>.</param>
internal sealed record PerturbationCurves(Tensor Outputs, Tensor Laplacian, Tensor Spectral)
{
    /// <summary>Removes pixels and runs the network; masks are made in bulk from ranks, a pass at a time.</summary>
    /// <param name="model">The network.</param>
    /// <param name="images"><c>(N, C, H, W)</c>.</param>
    /// <param name="ranks"><c>(N, H, W)</c>: pixels with rank below a count are removed.</param>
    /// <param name="counts">How many pixels are removed, F numbers.</param>
    /// <param name="fill">What replaces the pixels that a Boolean mask <c>(n, F, 1, H, W)</c> of the pictures from a first one on removes, given these pictures: <c>(n, 1 or F, C, …)</c>.</param>
    /// <param name="batch">Most pictures in one pass.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static PerturbationCurves Measure(
        EvaluationModel model, Tensor images, Tensor ranks, IReadOnlyList<int> counts, Func<int, Tensor, Tensor, Tensor> fill, int batch, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var limits = tensor(counts.ToArray()).reshape(1, -1, 1, 1, 1);
        var group = Math.Max(1, batch / counts.Count);
        var (outputs, laplacian, spectral) = (new List<Tensor>(), new List<Tensor>(), new List<Tensor>());
        for (var first = 0; first < images.shape[0]; first += group)
        {
            using var pass = NewDisposeScope();
            var n = Math.Min(group, images.shape[0] - first);
            var some = images.narrow(0, first, n);
            var removed = ranks.narrow(0, first, n).reshape(n, 1, 1, images.shape[2], images.shape[3]) < limits;
            var perturbed = where(removed, fill(first, some, removed), some.unsqueeze(1)).flatten(0, 1);
            Tensor Split(Tensor values) => values.reshape([n, counts.Count, .. values.shape[1..]]).MoveToOuterDisposeScope();
            outputs.Add(Split(model.Run(perturbed, batch, cancellation)));
            laplacian.Add(Split(HighFrequency.Laplacian(perturbed)));
            spectral.Add(Split(HighFrequency.Spectral(perturbed)));
        }

        return new PerturbationCurves(
            cat([.. outputs]).MoveToOuterDisposeScope(), cat([.. laplacian]).MoveToOuterDisposeScope(), cat([.. spectral]).MoveToOuterDisposeScope());
    }
}
