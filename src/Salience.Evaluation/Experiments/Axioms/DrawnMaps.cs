using Salience.Decomposition;
using Salience.Evaluation.Maps;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments.Axioms;

/// <summary>The maps that a method makes of networks drawn at random.</summary>
/// <param name="method">The method, bound to another network.</param>
/// <param name="item">Number of the item.</param>
/// <param name="cancellation">Ends the work.</param>
internal sealed class DrawnMaps(MapSource method, int item, CancellationToken cancellation)
{
    /// <summary>One map for each picture, <c>(N, 1, H, W)</c>, in the current dispose scope; <see langword="null"/> where the method does not apply to the network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="pictures"><c>(N, C, H, W)</c>.</param>
    /// <param name="explained">The class that is explained.</param>
    public Tensor? Of(Network network, Tensor pictures, int explained)
    {
        using var scope = NewDisposeScope();
        using var source = On(network);
        if (source is null || source.Refuses is not null)
            return null;
        int[] items = [.. Enumerable.Repeat(item, (int)pictures.shape[0])];
        return source.Map(new MapRequest(pictures, Target.Class(explained), items, cancellation)).MoveToOuterDisposeScope();
    }

    private MapSource? On(Network network)
    {
        try
        {
            return method.On(network);
        }
        catch (ArgumentException)
        {
            // The settings name layers of the network that was given; another one has no such layers.
            return null;
        }
    }
}
