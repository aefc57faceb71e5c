using Salience.Decomposition;
using Salience.PostProcessing;
using static TorchSharp.torch;

namespace Salience.Attribution;

/// <summary>A FullGrad map with the account of how the explained output adds up.</summary>
public sealed class FullGradExplanation : Explanation
{
    internal FullGradExplanation(
        Tensor map, FullGradientPass.Pass pass, Completeness completeness, TermsLeftOut leftOut, SumAccount? mapAccount, IReadOnlyList<MapScale>? scales)
        : base(map, null, pass.Outputs, pass.Scores, new SumAccount("f(x)", completeness.Outputs, completeness.Sums) { IsExact = true }) =>
        (Completeness, LeftOut, MapAccount, Scales) = (completeness, leftOut, mapAccount, scales);

    /// <summary>Output, sum, residual, and every term's share.</summary>
    public Completeness Completeness { get; }

    /// <summary>What the settings left out of the map although it has a place; the account counts it.</summary>
    public TermsLeftOut LeftOut { get; }

    /// <summary>
    /// What the pixels of the map add up to, and what they should: f(x), less what is absent (<see cref="Completeness.AbsentFromPicture"/>) and what is left out.
    /// <see langword="null"/> where a stage changes sums (<see cref="MapComposition.KeepsSum"/>).
    /// </summary>
    public SumAccount? MapAccount { get; }

    /// <summary>What the final scale did to the map of each image, what it cut off included; <see langword="null"/> where there is none.</summary>
    public IReadOnlyList<MapScale>? Scales { get; }
}
