using static TorchSharp.torch;

namespace Salience.PostProcessing;

/// <summary>What becomes of the sign of a term's values before anything is summed.</summary>
public enum SignRule
{
    /// <summary><c>v</c>: terms for and against cancel.</summary>
    Signed,

    /// <summary><c>|v|</c>: the magnitude counts.</summary>
    Absolute,

    /// <summary><c>max(0, v)</c>: what speaks for the target.</summary>
    Positive,

    /// <summary><c>max(0, −v)</c>: what speaks against the target, as a positive amount.</summary>
    Negative,
}

/// <summary>The first stage: signs.</summary>
internal static class SignStage
{
    /// <summary>Applies the rule to every element.</summary>
    public static Tensor Apply(Tensor values, SignRule rule) => rule switch
    {
        SignRule.Signed => values.alias(),
        SignRule.Absolute => values.abs(),
        SignRule.Positive => values.clamp_min(0),
        SignRule.Negative => values.neg().clamp_min(0),
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "There is no such sign rule."),
    };
}
