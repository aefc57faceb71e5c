using Salience.Operators;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Networks.Passes;

/// <summary>Recognises <c>γ·n + β</c>, <c>n = (x − μ)/√(v + ε)</c> or <c>x/√(m + ε)</c>, over any axes, and reads ε, γ and β off its values.</summary>
/// <remarks>
/// n is odd, so <c>β = (F(z) + F(−z))/2</c>. The mean is taken off where F does not see a shift. ε follows from how F grows along a ray,
/// <c>(F(∞·z) − β)/(F(t·z) − β) = √(1 + ε/(t²v))</c>, and γ from the values themselves. Then the whole must agree.
/// </remarks>
internal static class NormalizationFit
{
    /// <summary>The normalisation, or <see langword="null"/>.</summary>
    public static Identification? Identify(
        SegmentFunction function, Coupling coupling, Tensor z, Tensor y, double tolerance, IReadOnlyList<Tensor> constants)
    {
        if (NormalizedLayout.Of(coupling) is not { } layout)
            return null;
        using var scope = NewDisposeScope();
        var mirrored = function.At(-z);
        var beta = (y + mirrored) / 2;
        var other = z.roll(1, 0).flip(Enumerable.Range(0, (int)z.dim()).Select(d => (long)d).ToArray()) * 1.5 + z * 0.25;
        var otherOdd = function.At(other) - beta;
        if (!Identification.Agree(otherOdd, -(function.At(-other) - beta), tolerance))
            return null;
        var centered = Identification.Agree(y, function.At(z + 1), tolerance);
        if (Epsilon(function, layout, z, beta, centered) is not { } epsilon)
            return null;
        var (n, m) = (layout.Normalize(z, centered, epsilon), layout.Normalize(other, centered, epsilon));
        var gamma = ((y - beta) * n + otherOdd * m) / (n.square() + m.square());
        if (!Identification.Agree(y, gamma * n + beta, tolerance) || !Identification.Agree(otherOdd, gamma * m, tolerance))
            return null;
        var found = layout.Choose(centered, epsilon, gamma, beta, tolerance, constants);
        foreach (var (_, value) in found?.Constants ?? [])
            value.MoveToOuterDisposeScope();
        return found;
    }

    /// <summary>ε, 0 where F does not change along a ray, <see langword="null"/> where F grows along it in another way.</summary>
    private static double? Epsilon(SegmentFunction function, NormalizedLayout layout, Tensor z, Tensor beta, bool centered)
    {
        using var scope = NewDisposeScope();
        var limit = (function.At(z * 1e8) - beta).reshape(-1);
        var at = limit.abs().argmax().ToInt64();
        var moment = layout.Moment(z, centered).expand(z.shape).reshape(-1)[at].ToDouble();
        var saturated = limit[at].ToDouble();
        for (var t = 0.1; t > 1e-9; t /= 100)
        {
            using var inner = NewDisposeScope();
            var ratio = saturated / (function.At(z * t) - beta).reshape(-1)[at].ToDouble();
            var excess = ratio * ratio - 1;
            if (excess > 0.05)
                return double.IsFinite(excess) && ratio > 0 ? WrittenNumber.Of(excess * t * t * moment) : null;
        }

        return 0;
    }
}
