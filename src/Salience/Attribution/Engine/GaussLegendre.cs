namespace Salience.Attribution.Engine;

/// <summary>Nodes and weights of Gauss–Legendre quadrature on [0, 1].</summary>
internal static class GaussLegendre
{
    private const int NewtonSteps = 100;

    /// <summary>The rule with <paramref name="count"/> nodes: exact for polynomials of degree 2·count − 1.</summary>
    /// <remarks>Nodes are the roots of the Legendre polynomial, by Newton's method from <c>cos(π(i + 3/4)/(n + 1/2))</c>; weights <c>2/((1 − t²)·P′(t)²)</c>, halved for the shorter interval.</remarks>
    public static (double[] Nodes, double[] Weights) Rule(int count)
    {
        var (nodes, weights) = (new double[count], new double[count]);
        for (var i = 0; i < count; i++)
        {
            var t = Math.Cos(Math.PI * (i + 0.75) / (count + 0.5));
            var slope = 1.0;
            for (var step = 0; step < NewtonSteps; step++)
            {
                (var value, slope) = Legendre(count, t);
                var change = value / slope;
                t -= change;
                if (Math.Abs(change) < 1e-16)
                    break;
            }

            (_, slope) = Legendre(count, t);
            // The largest root comes first: it is the last node of the interval.
            nodes[count - 1 - i] = (1 + t) / 2;
            weights[count - 1 - i] = 1 / ((1 - t * t) * slope * slope);
        }

        return (nodes, weights);
    }

    /// <summary>P_n(t) and its derivative, by the three-term recurrence.</summary>
    private static (double Value, double Slope) Legendre(int n, double t)
    {
        var (before, value) = (1.0, t);
        for (var k = 2; k <= n; k++)
            (before, value) = (value, ((2 * k - 1) * t * value - (k - 1) * before) / k);
        return n == 0 ? (1, 0) : (value, n * (t * value - before) / (t * t - 1));
    }
}
