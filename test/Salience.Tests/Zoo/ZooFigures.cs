using System.Collections.Concurrent;
using Salience.Zoo;

namespace Salience.Tests.Zoo;

/// <summary>Parameters and multiplications of a network in its published form, counted once for all tests.</summary>
/// <param name="Parameters">What training changes.</param>
/// <param name="Multiplications">For one picture of the published size.</param>
internal sealed record ZooFigures(long Parameters, long Multiplications)
{
    private static readonly ConcurrentDictionary<string, Lazy<ZooFigures>> Known = [];

    /// <summary>The figures of a network of the catalogue.</summary>
    public static ZooFigures Of(string name) => Known.GetOrAdd(name, key => new Lazy<ZooFigures>(() => Count(ZooCatalogue.Find(key)))).Value;

    private static ZooFigures Count(ZooEntry entry)
    {
        using var network = entry.Build();
        return new ZooFigures(ZooCost.TrainableParameters(network), ZooCost.Multiplications(network, entry.Size, entry.Size));
    }
}
