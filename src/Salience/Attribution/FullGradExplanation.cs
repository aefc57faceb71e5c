using Salience.Decomposition;
using static TorchSharp.torch;

namespace Salience.Attribution;

/// <summary>A FullGrad map with the account of how the explained output adds up.</summary>
public sealed class FullGradExplanation : Explanation
{
    internal FullGradExplanation(Tensor map, FullGradientPass.Pass pass, Completeness completeness, TermsLeftOut leftOut)
        : base(map, null, pass.Outputs, pass.Scores, new SumAccount("f(x)", completeness.Outputs, completeness.Sums)) =>
        (Completeness, LeftOut) = (completeness, leftOut);

    /// <summary>Output, sum, residual, and every term's share.</summary>
    public Completeness Completeness { get; }

    /// <summary>What the settings left out of the map although it has a place; the account counts it.</summary>
    public TermsLeftOut LeftOut { get; }
}
