using Salience.Decomposition;
using static TorchSharp.torch;

namespace Salience.Attribution;

/// <summary>A FullGrad map with the account of how the explained output adds up.</summary>
public sealed class FullGradExplanation : Explanation
{
    internal FullGradExplanation(Tensor map, FullGradientPass.Pass pass, Completeness completeness)
        : base(map, null, pass.Outputs, pass.Scores, new SumAccount("f(x)", completeness.Outputs, completeness.Sums)) => Completeness = completeness;

    /// <summary>Output, sum, residual, and every term's share.</summary>
    public Completeness Completeness { get; }
}
