namespace Salience.Attribution;

/// <summary>What has a place on the picture and is not in the map because the settings left it out.</summary>
/// <param name="Input">Whether the input term is left out.</param>
/// <param name="Nodes">Names of the nodes whose bias term is left out, in execution order.</param>
/// <param name="Sums">What they contribute to the output together, for each image.</param>
public sealed record TermsLeftOut(bool Input, IReadOnlyList<string> Nodes, IReadOnlyList<double> Sums)
{
    /// <summary>Whether everything that has a place is in the map.</summary>
    public bool IsEmpty => !Input && Nodes.Count == 0;
}
