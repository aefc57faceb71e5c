using Salience.Attribution.Engine;
using Salience.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Evaluation.Subjects;

/// <summary>A network with the words that records use for it.</summary>
/// <param name="Network">The network: pictures <c>(N, C, H, W)</c> to outputs <c>(N, K)</c>, logits. It must outlive this object.</param>
/// <param name="Name">Its file.</param>
/// <param name="Sha256">SHA-256 of that file in lower-case hexadecimal.</param>
public sealed record EvaluationModel(Network Network, string Name, string Sha256)
{
    /// <summary>The outputs for pictures, a batch at a time, without gradients.</summary>
    /// <param name="images"><c>(N, C, H, W)</c> in the network's floating type.</param>
    /// <param name="batch">Most pictures in one pass.</param>
    /// <param name="cancellation">Ends the work between two operators.</param>
    /// <returns><c>(N, K)</c>, disposed by the caller.</returns>
    public Tensor Run(Tensor images, int batch, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var parts = new List<Tensor>();
        for (var first = 0L; first < images.shape[0]; first += batch)
        {
            using var pass = NewDisposeScope();
            var inputs = new Dictionary<string, Tensor> { [Network.Inputs[0].Name] = images.narrow(0, first, Math.Min(batch, images.shape[0] - first)) };
            parts.Add(Forward.Outputs(Network, inputs, cancellation).MoveToOuterDisposeScope());
        }

        return (parts.Count == 1 ? parts[0] : cat([.. parts])).MoveToOuterDisposeScope();
    }
}
