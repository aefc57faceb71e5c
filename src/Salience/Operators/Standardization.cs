using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary><c>n = (x − μ)/√(v + ε)</c> with mean and variance of the element's own group: what layer, group and instance normalisation share.</summary>
/// <remarks>From <c>d/dt n(t·x) = n·ε/(v + ε)</c> at t = 1 the bias of n is <c>n·v/(v + ε)</c>: nearly all of n, as ε is small.</remarks>
internal static class Standardization
{
    /// <summary>Mean and biased variance over the axes, kept with size 1.</summary>
    public static (Tensor Mean, Tensor Variance) Moments(Tensor x, long[] axes)
    {
        using var scope = NewDisposeScope();
        var (variance, mean) = x.var_mean(axes, unbiased: false, keepdim: true);
        return (mean.MoveToOuterDisposeScope(), variance.MoveToOuterDisposeScope());
    }

    /// <summary>The bias of n: <c>(x − μ)·v/(v + ε)^(3/2)</c>.</summary>
    public static Tensor Bias(Tensor x, long[] axes, double epsilon)
    {
        using var scope = NewDisposeScope();
        var (mean, variance) = Moments(x, axes);
        var shifted = variance + epsilon;
        return ((x - mean) * (variance / (shifted * shifted.sqrt()))).MoveToOuterDisposeScope();
    }

    /// <summary><c>γ·b + β</c>, either of which may be absent.</summary>
    public static Tensor Scale(Tensor b, Tensor? gamma, Tensor? beta)
    {
        using var scope = NewDisposeScope();
        var scaled = gamma is null ? b.alias() : b * gamma;
        return (beta is null ? scaled : scaled + beta).MoveToOuterDisposeScope();
    }

    /// <summary>A vector over channels, shaped to broadcast against <c>(N, C, D…)</c>.</summary>
    public static Tensor AlongChannels(Tensor vector, Tensor x) => vector.view([1, -1, .. Enumerable.Repeat(1L, (int)x.dim() - 2)]);

    /// <summary>Implicit and explicit where the data are active, which is the case that matters; the explicit part is β.</summary>
    public static BiasKind KindOf(IReadOnlyList<bool> active, int betaIndex)
    {
        var hasConstant = active.Count > betaIndex && !active[betaIndex];
        return BiasKind.Implicit | (hasConstant ? BiasKind.Explicit : BiasKind.None);
    }
}
