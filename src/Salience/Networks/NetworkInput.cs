using static TorchSharp.torch;

namespace Salience.Networks;

/// <summary>One input of a <see cref="Network"/>.</summary>
/// <param name="Name">Name of the value.</param>
/// <param name="Type">Element type the network was written for.</param>
/// <param name="Shape">Sizes; <see langword="null"/> where a dimension may vary (batch, often height and width).</param>
public sealed record NetworkInput(string Name, ScalarType Type, IReadOnlyList<long?> Shape);
