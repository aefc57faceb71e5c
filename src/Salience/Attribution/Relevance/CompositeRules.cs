namespace Salience.Attribution.Relevance;

/// <summary>The rules of a composite.</summary>
/// <param name="Convolution">For convolutions.</param>
/// <param name="Dense">For dense layers.</param>
/// <param name="FirstConvolution">For convolutions that are first layers.</param>
/// <param name="FirstDense">For dense layers that are first layers.</param>
/// <param name="Epsilon">What the denominators of operators that are no layers are pushed away from zero by.</param>
internal sealed record CompositeRules(LayerRule Convolution, LayerRule Dense, LayerRule FirstConvolution, LayerRule FirstDense, double Epsilon)
{
    /// <summary>The rules that settings ask for.</summary>
    public static CompositeRules Of(LrpSettings settings)
    {
        LayerRule Make(LrpRule rule) => rule switch
        {
            LrpRule.Gamma => new GammaRule(),
            LrpRule.AlphaBeta => new AlphaBetaRule(settings.Alpha),
            LrpRule.ZPlus => new AlphaBetaRule(alpha: 1),
            LrpRule.ZBox => new ZBoxRule(settings.Low, settings.High),
            LrpRule.WSquare => new WSquareRule(),
            LrpRule.Flat => new FlatRule(),
            _ => new EpsilonRule(settings.Composite == LrpComposite.Z ? 0 : settings.Epsilon),
        };
        var (convolution, dense, firstConvolution, firstDense) = Table(settings.Composite);
        return new CompositeRules(
            Make(convolution),
            Make(dense),
            Make(settings.First ?? firstConvolution ?? convolution),
            Make(settings.First ?? firstDense ?? dense),
            settings.Composite == LrpComposite.Z ? 0 : Stabilizer.Default);
    }

    private static (LrpRule Convolution, LrpRule Dense, LrpRule? FirstConvolution, LrpRule? FirstDense) Table(LrpComposite composite) => composite switch
    {
        LrpComposite.EpsilonPlus => (LrpRule.ZPlus, LrpRule.Epsilon, null, null),
        LrpComposite.EpsilonPlusFlat => (LrpRule.ZPlus, LrpRule.Epsilon, LrpRule.Flat, LrpRule.Flat),
        LrpComposite.EpsilonGammaBox => (LrpRule.Gamma, LrpRule.Epsilon, LrpRule.ZBox, null),
        LrpComposite.EpsilonAlpha2Beta1 => (LrpRule.AlphaBeta, LrpRule.Epsilon, null, null),
        LrpComposite.EpsilonAlpha2Beta1Flat => (LrpRule.AlphaBeta, LrpRule.Epsilon, LrpRule.Flat, LrpRule.Flat),
        LrpComposite.Gamma => (LrpRule.Gamma, LrpRule.Gamma, null, null),
        LrpComposite.AlphaBeta => (LrpRule.AlphaBeta, LrpRule.AlphaBeta, null, null),
        LrpComposite.ZPlus => (LrpRule.ZPlus, LrpRule.ZPlus, null, null),
        LrpComposite.WSquare => (LrpRule.WSquare, LrpRule.WSquare, null, null),
        LrpComposite.Flat => (LrpRule.Flat, LrpRule.Flat, null, null),
        _ => (LrpRule.Epsilon, LrpRule.Epsilon, null, null),
    };
}
