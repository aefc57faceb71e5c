using Salience.Evaluation.Experiments.Perturbation;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Experiments.Perturbation;

/// <summary>Imputation of a single picture.</summary>
internal static class OnePicture
{
    /// <summary>Fills the removed pixels.</summary>
    /// <param name="image"><c>(C, H, W)</c>.</param>
    /// <param name="removed"><c>(H, W)</c>, Boolean.</param>
    /// <returns><c>(C, H, W)</c>.</returns>
    public static Tensor Fill(Tensor image, Tensor removed)
    {
        using var scope = NewDisposeScope();
        return NeighbourImputation.FillAll(image.unsqueeze(0), removed.reshape([1, 1, 1, .. removed.shape]))[0, 0].MoveToOuterDisposeScope();
    }
}
