using Salience.Decomposition;
using static TorchSharp.torch;

namespace Salience.Attribution;

/// <summary>A map for each image of a batch, with the account of how the explained output adds up.</summary>
public sealed class Explanation : IDisposable
{
    internal Explanation(Tensor map, Tensor outputs, Completeness completeness) => (Map, Outputs, Completeness) = (map, outputs, completeness);

    /// <summary><c>(N, 1, H, W)</c>, in the network's floating type; scale and sign as the preset says.</summary>
    public Tensor Map { get; }

    /// <summary>All outputs of the network, <c>(N, K)</c>.</summary>
    public Tensor Outputs { get; }

    /// <summary>Output, sum, residual, and every term's share.</summary>
    public Completeness Completeness { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Map.Dispose();
        Outputs.Dispose();
    }
}
