namespace Salience.Evaluation.Experiments;

/// <summary>Which part of a map counts as evidence of where something is.</summary>
public enum MapEvidence
{
    /// <summary><c>max(0, m)</c>: what speaks for the explained class; for maps with a sign, and no change to maps without.</summary>
    Positive,

    /// <summary><c>|m|</c>: what matters at all.</summary>
    Absolute,
}
