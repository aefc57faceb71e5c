using Salience.Decomposition;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.PostProcessing;

/// <summary>What a composition needs to know of the network beyond its terms.</summary>
/// <param name="Input">Name of the explained input.</param>
/// <param name="Output">Name of the explained output.</param>
/// <param name="Field">The receptive fields of its values, where maps are spread over them.</param>
internal sealed record NetworkPlaces(string Input, string Output, ReceptiveField? Field) : IDisposable
{
    /// <summary>What the composition needs; <see langword="null"/> where that is nothing.</summary>
    /// <param name="composition">The stages.</param>
    /// <param name="network">The network.</param>
    /// <param name="images">The explained input.</param>
    /// <param name="otherInputs">Tensors for its other inputs by name.</param>
    /// <param name="place">Where a value belongs, by its name.</param>
    public static NetworkPlaces? Of(
        MapComposition composition, Network? network, Tensor images, IReadOnlyDictionary<string, Tensor>? otherInputs, Func<string, Tensor, Placement> place)
    {
        if (!Needed(composition) || network is null)
            return null;
        var field = composition.Upsampling == UpsamplingRule.ReceptiveField ? new ReceptiveField(network, images, otherInputs, place) : null;
        return new NetworkPlaces(network.Inputs[0].Name, network.Outputs[0], field);
    }

    /// <summary>Whether a composition needs the network: a model whose operators are not known has no such map.</summary>
    public static bool Needed(MapComposition composition) =>
        composition.Upsampling == UpsamplingRule.ReceptiveField || composition.Global == GlobalRule.Backproject;

    /// <inheritdoc/>
    public void Dispose() => Field?.Dispose();
}
