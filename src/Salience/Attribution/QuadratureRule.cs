using Salience.Attribution.Engine;

namespace Salience.Attribution;

/// <summary>Where on the path from reference to input gradients are taken, and their weights.</summary>
public enum QuadratureRule
{
    /// <summary>Gauss–Legendre nodes: the smallest error for smooth paths.</summary>
    GaussLegendre,

    /// <summary>Riemann sum, middle of each step: <c>α = (s + ½)/n</c>.</summary>
    Midpoint,

    /// <summary>Riemann sum, left end of each step: <c>α = s/n</c>.</summary>
    Left,

    /// <summary>Riemann sum, right end of each step: <c>α = (s + 1)/n</c>.</summary>
    Right,

    /// <summary>Trapezoids: <c>α = s/(n − 1)</c>, the ends weighted half.</summary>
    Trapezoid,
}

/// <summary>Positions and weights of the rules.</summary>
internal static class Quadrature
{
    /// <summary>Positions in [0, 1] and weights that add up to 1.</summary>
    public static (double[] Positions, double[] Weights) Of(QuadratureRule rule, int steps)
    {
        double[] At(Func<int, double> position) => [.. Enumerable.Range(0, steps).Select(position)];
        var even = At(_ => 1.0 / steps);
        return rule switch
        {
            QuadratureRule.GaussLegendre => GaussLegendre.Rule(steps),
            QuadratureRule.Midpoint => (At(s => (s + 0.5) / steps), even),
            QuadratureRule.Left => (At(s => (double)s / steps), even),
            QuadratureRule.Right => (At(s => (s + 1.0) / steps), even),
            QuadratureRule.Trapezoid when steps == 1 => ([1], [1]),
            QuadratureRule.Trapezoid => (At(s => s / (steps - 1.0)), At(s => (s == 0 || s == steps - 1 ? 0.5 : 1) / (steps - 1))),
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "There is no such rule."),
        };
    }
}
