namespace Salience.Cli.Records;

/// <summary>One bias term.</summary>
/// <param name="Node">Name of the node.</param>
/// <param name="Operator">Its operation.</param>
/// <param name="Kind">explicit, implicit or mixed.</param>
/// <param name="Value">Its contribution, in units of the output.</param>
/// <param name="Share">The same as a fraction of the output.</param>
/// <param name="Shape">Shape of the node's output for one image.</param>
/// <param name="InPicture">Whether a map can show it.</param>
internal sealed record TermRecord(string Node, string Operator, string Kind, double Value, double Share, IReadOnlyList<long> Shape, bool InPicture);
