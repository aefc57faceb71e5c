using System.Numerics;
using System.Runtime.InteropServices;
using Salience.Decomposition;
using static TorchSharp.torch;

namespace Salience.PostProcessing;

/// <summary>The stages that make one map of a term's channels: as it is read from memory where the composition allows, else one stage after another.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class TermStages<T>(MapComposition composition)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TermReducer<T> _reducer = new(composition);

    /// <summary>Adds the reduced term <c>∂f/∂y ⊙ b</c> of every image to a map.</summary>
    /// <param name="gradient">∂f/∂y, <c>(N, C, h, w)</c>.</param>
    /// <param name="bias">b, broadcastable to it.</param>
    /// <param name="map">One map for each image, <c>N·h·w</c>; empty where only the sums are wanted.</param>
    /// <returns>The signed sum of the term for each image.</returns>
    public double[] Reduce(Tensor gradient, Tensor bias, T[] map)
    {
        if (composition.IsStreaming || map.Length == 0)
            return _reducer.Reduce(TermMemory<T>.Of(gradient, bias), map);
        using var scope = NewDisposeScope();
        var term = gradient * bias;
        var values = MemoryMarshal.Cast<byte, T>(composition.Reduce(term).contiguous().bytes);
        for (var i = 0; i < map.Length; i++)
            map[i] += values[i];
        return PerImage.Sum(term, (int)term.shape[0]);
    }
}
