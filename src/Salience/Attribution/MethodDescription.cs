namespace Salience.Attribution;

/// <summary>What a method is, for lists, records and docs/methods.md.</summary>
/// <param name="Name">The field's name in kebab case.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Formula">What it computes.</param>
/// <param name="Source">Whose definition it is, and how ours differs.</param>
/// <param name="Cost">Passes through the network for one image and target, F a forward and B a backward pass, in terms of the settings.</param>
/// <param name="Axioms">What it satisfies on every network it supports.</param>
/// <param name="Support">Which networks it explains, and what it does not.</param>
public sealed record MethodDescription(
    string Name, string Summary, string Formula, string Source, string Cost, IReadOnlyList<Axiom> Axioms, string Support);

/// <summary>Properties that attributions may have by construction.</summary>
public enum Axiom
{
    /// <summary>The attributions (with the bias terms, where the method has them) add up to f(x), or to f(x) − f(x₀) for a reference x₀.</summary>
    Completeness,

    /// <summary>Two networks that compute the same function get the same attributions.</summary>
    ImplementationInvariance,

    /// <summary>An input in which alone image and reference differ, and with which the output changes, gets an attribution other than zero.</summary>
    Sensitivity,

    /// <summary>An input that the output does not depend on gets zero.</summary>
    NullPlayer,

    /// <summary>The attributions of a sum of outputs are the sum of their attributions.</summary>
    Linearity,

    /// <summary>Within a linear region of the network the attributions depend on the region's linear function (and x) only.</summary>
    WeakDependence,

    /// <summary>Attributions change with the network's last layers: maps of two classes differ.</summary>
    ClassSensitivity,
}
