namespace Salience.Evaluation.Experiments.Axioms;

/// <summary>The conditions under which axioms are measured.</summary>
internal static class AxiomParts
{
    /// <summary>Sums of attributions against outputs.</summary>
    public static ExperimentPart Completeness { get; } = new("completeness", "completeness, on the network");

    /// <summary>Inputs that matter and inputs that do not.</summary>
    public static ExperimentPart Sensitivity { get; } = new("sensitivity", "sensitivity, on networks drawn at random");

    /// <summary>One function, two networks.</summary>
    public static ExperimentPart Invariance { get; } = new("invariance", "invariance, on networks drawn at random");

    /// <summary>Within a linear region and across its border.</summary>
    public static ExperimentPart Continuity { get; } = new("continuity", "regions and continuity, on networks drawn at random");

    /// <summary>What can be measured on any network.</summary>
    public static ExperimentPart Network { get; } = new("network", "invariance and continuity, on the network");

    /// <summary>Whether the items of a part are networks drawn at random, not pictures.</summary>
    public static bool IsDrawn(ExperimentPart part) => part != Completeness && part != Network;
}
