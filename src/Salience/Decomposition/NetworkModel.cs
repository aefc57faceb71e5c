using Salience.Networks;
using Salience.Networks.Passes;
using static TorchSharp.torch;

namespace Salience.Decomposition;

/// <summary>A <see cref="Network"/> to be explained: its operators are known, so nothing can be missing from its terms.</summary>
internal sealed class NetworkModel(Network network) : ExplainedModel
{
    public override ScalarType ComputeType => network.ComputeType;

    public override GradientTape Record(Tensor images, FullGradientSettings settings, CancellationToken cancellation, Func<string, Tensor, bool>? watch = null)
    {
        var inputs = new Dictionary<string, Tensor>(settings.OtherInputs ?? new Dictionary<string, Tensor>()) { [network.Inputs[0].Name] = images };
        var blocks = settings.MergeBatchNorm ? AffineBlocks.Find(network) : new Dictionary<string, Node>();
        return NetworkRecorder.Record(network, inputs, blocks, cancellation, watch);
    }

    /// <inheritdoc/>
    public override void RequireImages(Tensor images)
    {
        base.RequireImages(images);
        InputCheck.RequireShape(network.Inputs[0], images);
    }

    /// <inheritdoc/>
    public override Func<string, Tensor, Placement> Layout(Tensor images, FullGradientSettings settings)
    {
        var layout = SpatialLayoutCache.Get(network, images.shape, settings.OtherInputs);
        return (value, gradient) => layout.For(value, gradient.dim());
    }
}
