using Salience.Decomposition;
using Salience.Networks;
using Salience.Operators;
using Salience.PostProcessing;
using static TorchSharp.torch;

namespace Salience.Attribution.Engine;

/// <summary>Which bias terms have a place in a map.</summary>
internal static class TermPlaces
{
    /// <summary>
    /// Whether a term can enter the map. A map of one cell says nothing about places: it counts as global, except in presets that follow code
    /// which draws every convolution.
    /// </summary>
    public static bool Has(Preset preset, Node node, Placement placement, IReadOnlyList<long> shape) => placement switch
    {
        Placement.Global => false,
        _ when preset.ExplicitOnly => node.Operator is Conv or BatchNormalization,
        Placement.Nchw => shape[2] * shape[3] > 1,
        _ => true,
    };

    /// <summary>Names of the nodes whose bias term can enter the map, in execution order.</summary>
    public static IReadOnlyList<string> Layers(IReadOnlyList<BiasProbe> probes, Preset preset, Func<string, Tensor, Placement> place)
    {
        using var scope = NewDisposeScope();
        // The layout asks for the rank only: one element seen in every place.
        var one = zeros(1);
        return [.. probes.Where(p => Has(preset, p.Node, place(p.Node.Outputs[p.Output], one.expand([.. p.Shape])), p.Shape)).Select(p => p.Node.Name).Distinct()];
    }
}
