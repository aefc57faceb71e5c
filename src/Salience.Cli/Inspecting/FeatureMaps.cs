using Salience.Attribution;
using Salience.Cli.Records;
using Salience.Decomposition;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Cli.Inspecting;

/// <summary>The layer that Grad-CAM reads.</summary>
internal static class FeatureMaps
{
    /// <summary>The layer that <see cref="GradCam"/> takes for an image when none is named: it is asked, not imitated.</summary>
    /// <param name="network">The network.</param>
    /// <param name="image">One image.</param>
    /// <param name="values">The network's values for it, to tell the layer's shape.</param>
    /// <param name="cancellation">Ends the work between two operators.</param>
    /// <returns>The layer, or <see langword="null"/> where the method does not apply.</returns>
    public static LayerRecord? OfGradCam(Network network, Tensor image, IReadOnlyDictionary<string, Tensor> values, CancellationToken cancellation)
    {
        using var method = new GradCam(network);
        if (image.dim() != 4 || method.Refuses is not null)
            return null;
        try
        {
            method.Explain(image, Target.ArgMax, cancellation: cancellation).Dispose();
        }
        catch (NotSupportedException)
        {
            return null;
        }

        var node = network.Nodes.First(n => n.Name == method.Layer);
        return new LayerRecord(node.Name, node.Operator.Name, values[node.Outputs[0]].shape);
    }
}
