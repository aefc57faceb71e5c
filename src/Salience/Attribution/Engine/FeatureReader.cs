using Salience.Decomposition;
using Salience.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Attribution.Engine;

/// <summary>Reads the features of one layer, named or found: the last one with places on the picture that the output depends on.</summary>
/// <param name="network">The network.</param>
/// <param name="layer">The layer; <see langword="null"/> to find it at the first reading.</param>
internal sealed class FeatureReader(Network network, Node? layer)
{
    /// <summary>The layer that is read; <see langword="null"/> until it is found.</summary>
    public Node? Layer { get; private set; } = layer;

    /// <summary>The features and their gradient on the picture, for each target; tensors belong to the current dispose scope.</summary>
    /// <param name="inputs">A tensor for every input.</param>
    /// <param name="images">The explained input.</param>
    /// <param name="targets">Which scalars.</param>
    /// <param name="place">Where on the picture a node's output belongs.</param>
    /// <param name="cancellation">Ends the work between two operators.</param>
    /// <exception cref="ArgumentException">The layer has no features with a place on the picture that the output depends on.</exception>
    /// <exception cref="NotSupportedException">No layer has.</exception>
    public IReadOnlyList<Features> Read(
        IReadOnlyDictionary<string, Tensor> inputs, Tensor images, IReadOnlyList<Target> targets, Func<string, Tensor, Placement> place, CancellationToken cancellation)
    {
        if (Layer is { } known)
        {
            return Try(known, inputs, images, targets, place, acceptZero: true, cancellation)
                ?? throw new ArgumentException($"Layer '{known.Name}' has no features with a place on the picture that the output depends on; choose another.");
        }

        foreach (var candidate in FeatureLayers.Candidates(network))
        {
            if (Try(candidate, inputs, images, targets, place, acceptZero: false, cancellation) is not { } read)
                continue;
            Layer = candidate;
            return read;
        }

        throw new NotSupportedException("No layer with places on the picture has a gradient; name one with layer=NAME.");
    }

    /// <summary>The layer on the picture under every target. A layer none of whose places matters (behind a class token) is no choice.</summary>
    private List<Features>? Try(
        Node layer, IReadOnlyDictionary<string, Tensor> inputs, Tensor images, IReadOnlyList<Target> targets, Func<string, Tensor, Placement> place, bool acceptZero,
        CancellationToken cancellation)
    {
        if (LayerPass.Run(network, inputs, layer, targets, cancellation) is not { } passes)
            return null;
        var read = new List<Features>();
        foreach (var pass in passes)
        {
            var placement = place(layer.Outputs[0], pass.Gradient);
            if (FeatureLayers.OnPicture(pass.Value, placement, images.shape[0]) is not { } features
                || FeatureLayers.OnPicture(pass.Gradient, placement, images.shape[0]) is not { } gradient)
            {
                return null;
            }

            if (!acceptZero && !gradient.any().ToBoolean())
                return null;
            read.Add(new Features(features, gradient, pass));
        }

        return read;
    }
}

/// <summary>The features of a layer under one target.</summary>
/// <param name="Value"><c>(N, C, h, w)</c>.</param>
/// <param name="Gradient">∂f/∂value.</param>
/// <param name="Pass">Outputs and scalars.</param>
internal sealed record Features(Tensor Value, Tensor Gradient, LayerPass.Result Pass);
