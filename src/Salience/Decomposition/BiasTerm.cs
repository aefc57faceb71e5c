using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Decomposition;

/// <summary>What one node's bias contributes to the explained output: <c>⟨∂f/∂y, b⟩</c>.</summary>
/// <param name="Node">Name of the node.</param>
/// <param name="Operator">Name of its operation.</param>
/// <param name="Kind">Where the bias comes from.</param>
/// <param name="Shape">Shape of the node's output, its native resolution, batch included.</param>
/// <param name="Sums">The contribution, for each image.</param>
/// <param name="InPicture">Whether the term has a place on the picture; fully-connected and global terms have none.</param>
public sealed record BiasTerm(string Node, string Operator, BiasKind Kind, IReadOnlyList<long> Shape, IReadOnlyList<double> Sums, bool InPicture);
