using Salience.Attribution;
using Salience.Decomposition;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Cli.Methods;

/// <summary>A method with its settings, ready to explain a network.</summary>
internal interface IMapMethod
{
    /// <summary>Name in records and file names.</summary>
    string Name { get; }

    /// <summary>Name of the preset, where the method has presets.</summary>
    string? Preset { get; }

    /// <summary>All settings, defaults included, as they go into the record.</summary>
    IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>The method bound to a network, which must outlive it.</summary>
    IPreparedMethod Prepare(Network network);
}

/// <summary>A method bound to a network.</summary>
internal interface IPreparedMethod : IDisposable
{
    /// <summary>Explains every target for every image.</summary>
    /// <returns>One explanation for each target, disposed by the caller.</returns>
    IReadOnlyList<FullGradExplanation> Explain(Tensor images, IReadOnlyList<Target> targets, CancellationToken cancellation);

    /// <summary>The terms that the map of one image is made of.</summary>
    /// <param name="image"><c>(1, …)</c>.</param>
    /// <param name="target">The explained scalar.</param>
    /// <param name="cancellation">Ends the work between two operators.</param>
    /// <returns>The terms, disposed by the caller; <see langword="null"/> for a method whose map is not made of terms.</returns>
    FullGradientResult? Terms(Tensor image, Target target, CancellationToken cancellation);
}
