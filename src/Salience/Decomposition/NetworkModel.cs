using Salience.Networks;
using Salience.Networks.Passes;
using static TorchSharp.torch;

namespace Salience.Decomposition;

/// <summary>A <see cref="Network"/> to be explained: its operators are known, so nothing can be missing from its terms.</summary>
internal sealed class NetworkModel(Network network) : ExplainedModel
{
    private readonly Dictionary<string, SpatialLayout> _layouts = [];

    public override ScalarType ComputeType => network.ComputeType;

    public override GradientTape Record(Tensor images, FullGradientSettings settings, CancellationToken cancellation)
    {
        var inputs = new Dictionary<string, Tensor>(settings.OtherInputs ?? new Dictionary<string, Tensor>()) { [network.Inputs[0].Name] = images };
        var blocks = settings.MergeBatchNorm ? AffineBlocks.Find(network) : new Dictionary<string, Node>();
        return NetworkRecorder.Record(network, inputs, blocks, cancellation);
    }

    /// <inheritdoc/>
    public override Func<string, Tensor, Placement> Layout(Tensor images, FullGradientSettings settings)
    {
        SpatialLayout? layout;
        lock (_layouts)
        {
            var shape = string.Join('×', images.shape);
            if (!_layouts.TryGetValue(shape, out layout))
                _layouts.Add(shape, layout = SpatialLayout.Of(network, images.shape, settings.OtherInputs));
        }

        return (value, gradient) => layout.For(value, gradient.dim());
    }
}
