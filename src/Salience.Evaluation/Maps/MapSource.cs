using Salience.Decomposition;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Evaluation.Maps;

/// <summary>Something that makes maps of pictures, to be judged by an experiment: an attribution method or a control, bound to a network.</summary>
public abstract class MapSource : IDisposable
{
    /// <summary>The name by which tables and records call it: as it was asked for.</summary>
    public abstract string Name { get; }

    /// <summary>What it computes.</summary>
    public abstract string Formula { get; }

    /// <summary>Whose definition it is.</summary>
    public abstract string Source { get; }

    /// <summary>All settings by name, defaults included.</summary>
    public abstract IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>Why it makes no maps of the network, in one sentence; <see langword="null"/> where it does.</summary>
    public virtual string? Refuses => null;

    /// <summary>Whether the pixels of a map are parts of the output, in its unit and with signs, so that a sum over pixels is what these contribute.</summary>
    public virtual bool AddsUp => false;

    /// <summary>Makes maps. A map does not depend on the other pictures of the call.</summary>
    /// <param name="request">Of what.</param>
    /// <returns><c>(N, 1, H, W)</c>, disposed by the caller.</returns>
    public abstract Tensor Map(MapRequest request);

    /// <summary>The same for another network of the same inputs and outputs, for instance one with random weights.</summary>
    /// <param name="network">The network; it must outlive the result.</param>
    /// <returns>The source, disposed by the caller.</returns>
    public abstract MapSource On(Network network);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the source holds.</summary>
    /// <param name="disposing">Always <see langword="true"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}

/// <summary>The pictures that maps are wanted of.</summary>
/// <param name="Images">The network's input, <c>(N, C, H, W)</c>; stays the caller's.</param>
/// <param name="Target">The scalar to explain.</param>
/// <param name="Items">Number of each picture in its data set.</param>
/// <param name="Cancellation">Ends the work.</param>
public sealed record MapRequest(Tensor Images, Target Target, IReadOnlyList<int> Items, CancellationToken Cancellation);
