using Salience.PostProcessing;

namespace Salience.Attribution.Relevance;

/// <summary>Settings of <see cref="Lrp"/>.</summary>
/// <param name="Composite">Which rule a layer gets.</param>
/// <param name="First">Another rule for the first layers, those that read the input; <see langword="null"/> for the composite's.</param>
/// <param name="Epsilon">ε of the ε-rule; at least 0.</param>
/// <param name="Gamma">γ of the γ-rule; at least 0.</param>
/// <param name="Alpha">α of the αβ-rule; at least 1. β is α − 1, so that relevance is conserved.</param>
/// <param name="Low">Lower end of the box of the z-box rule; the smallest value of each image where <see langword="null"/>.</param>
/// <param name="High">Upper end of the box; the largest value of each image where <see langword="null"/>.</param>
/// <param name="Biases">What becomes of the relevance that belongs to biases.</param>
/// <param name="Sums">How relevance passes a sum of activations, such as the end of a residual block.</param>
/// <param name="Others">How relevance passes what is neither a layer nor an elementwise function, pooling or a sum.</param>
/// <param name="Map">How the channels of a place become one number of the map.</param>
public sealed record LrpSettings(
    LrpComposite Composite = LrpComposite.EpsilonPlus,
    LrpRule? First = null,
    double Epsilon = 1e-6,
    double Gamma = 0.25,
    double Alpha = 2,
    double? Low = null,
    double? High = null,
    LrpBiases Biases = LrpBiases.Absorbed,
    LrpFlow Sums = LrpFlow.Conserving,
    LrpFlow Others = LrpFlow.Conserving,
    ChannelReduction Map = ChannelReduction.Sum);

/// <summary>Which layer gets which rule. A <em>layer</em> is a convolution or a linear (dense) layer with constant weights.</summary>
public enum LrpComposite
{
    /// <summary>z⁺ for convolutions, ε for dense layers.</summary>
    EpsilonPlus,

    /// <summary>Flat for the first layer, z⁺ for other convolutions, ε for other dense layers.</summary>
    EpsilonPlusFlat,

    /// <summary>z-box for the first convolution, γ for the others, ε for dense layers.</summary>
    EpsilonGammaBox,

    /// <summary>αβ for convolutions, ε for dense layers.</summary>
    EpsilonAlpha2Beta1,

    /// <summary>Flat for the first layer, αβ for other convolutions, ε for other dense layers.</summary>
    EpsilonAlpha2Beta1Flat,

    /// <summary>ε for every layer.</summary>
    Epsilon,

    /// <summary>ε with ε = 0 for every layer, and no stabiliser anywhere: LRP-0, also called LRP-z.</summary>
    Z,

    /// <summary>γ for every layer.</summary>
    Gamma,

    /// <summary>αβ for every layer.</summary>
    AlphaBeta,

    /// <summary>z⁺ for every layer.</summary>
    ZPlus,

    /// <summary>w² for every layer.</summary>
    WSquare,

    /// <summary>Flat for every layer.</summary>
    Flat,
}

/// <summary>How one layer divides the relevance of its outputs among its inputs.</summary>
public enum LrpRule
{
    /// <summary>In proportion to the contributions <c>x_i w_ij</c>, the sum pushed away from zero by ε.</summary>
    Epsilon,

    /// <summary>The same, contributions that agree with the output's sign weighted by 1 + γ.</summary>
    Gamma,

    /// <summary>Positive contributions get α, negative ones −β.</summary>
    AlphaBeta,

    /// <summary>Positive contributions only.</summary>
    ZPlus,

    /// <summary>In proportion to how far an input is from the ends of its box.</summary>
    ZBox,

    /// <summary>In proportion to <c>w_ij²</c>.</summary>
    WSquare,

    /// <summary>Evenly.</summary>
    Flat,
}

/// <summary>What becomes of the relevance that belongs to the constants a network adds.</summary>
public enum LrpBiases
{
    /// <summary>They take their part in every denominator, and what they take is lost (Bach et al. 2015).</summary>
    Absorbed,

    /// <summary>The same, and what they take is kept and reported: see <see cref="RelevanceExplanation.Biases"/>.</summary>
    Inputs,

    /// <summary>They take part in no denominator; inputs get what would be theirs.</summary>
    Ignored,
}

/// <summary>How relevance passes an operator that is no layer.</summary>
public enum LrpFlow
{
    /// <summary>In proportion to the contributions, so that none is made or lost.</summary>
    Conserving,

    /// <summary>Like a gradient, <c>Jᵀ·R</c>: what zennit does at operations it has no hook for.</summary>
    Gradient,
}
