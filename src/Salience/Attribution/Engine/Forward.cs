using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Attribution.Engine;

/// <summary>Forward passes without gradients.</summary>
internal static class Forward
{
    /// <summary>The outputs <c>(N, K)</c> of images, a batch at a time.</summary>
    public static Tensor Run(Network network, Tensor images, Func<Tensor, PerturbedCopies, Dictionary<string, Tensor>> inputs, int batch, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var parts = new List<Tensor>();
        foreach (var rows in PerturbedCopies.Cut((int)images.shape[0], 1, batch))
            parts.Add(Outputs(network, inputs(images.narrow(0, rows.Images[0], rows.Images.Length), rows), cancellation));
        return (parts.Count == 1 ? parts[0] : cat([.. parts])).MoveToOuterDisposeScope();
    }

    /// <summary>The outputs <c>(N, K)</c> of one pass; an observer may see every operator.</summary>
    public static Tensor Outputs(Network network, IReadOnlyDictionary<string, Tensor> inputs, CancellationToken cancellation, IExecutionObserver? observer = null)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var output = Execution.Run(network, inputs, [network.Outputs[0]], observer, cancellation)[network.Outputs[0]];
        return (output.dim() == 2 ? output : output.reshape(output.dim() == 0 ? 1 : output.shape[0], -1)).MoveToOuterDisposeScope();
    }
}
