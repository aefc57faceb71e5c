namespace Salience.Tests.References;

/// <summary>DeepLIFT as the paper writes it, for fully-connected layers, one weight at a time.</summary>
/// <remarks>Shrikumar, Greenside and Kundaje 2017: the chain rule (equation 3), the linear rule (3.5.1), Rescale (3.5.2 of the preprint) and RevealCancel.</remarks>
/// <param name="weights">The matrix of each layer, outputs by inputs.</param>
/// <param name="biases">The bias of each layer.</param>
/// <param name="sigma">The function between two layers.</param>
internal sealed class DeepLiftReference(double[][,] weights, double[][] biases, Func<double, double> sigma)
{
    private const double Step = 1.5e-8;

    /// <summary>The attributions <c>m_i·Δx_i</c> of one output.</summary>
    public double[] Explain(double[] x, double[] x0, int output, bool revealCancel)
    {
        var (at, at0) = (Forward(x), Forward(x0));
        var last = weights.Length - 1;
        var multipliers = Enumerable.Range(0, weights[last].GetLength(1)).Select(j => weights[last][output, j]).ToArray();
        for (var layer = last - 1; layer >= 0; layer--)
            multipliers = Back(layer, at, at0, multipliers, revealCancel);
        return [.. multipliers.Select((m, i) => m * (x[i] - x0[i]))];
    }

    /// <summary>What each layer reads, and what it gives before the function.</summary>
    private (List<double[]> Read, List<double[]> Given) Forward(double[] x)
    {
        var (read, given) = (new List<double[]>(), new List<double[]>());
        for (var layer = 0; layer < weights.Length; layer++)
        {
            read.Add(x);
            var w = weights[layer];
            var z = biases[layer].ToArray();
            for (var i = 0; i < z.Length; i++)
            {
                for (var j = 0; j < x.Length; j++)
                    z[i] += w[i, j] * x[j];
            }

            given.Add(z);
            x = [.. z.Select(sigma)];
        }

        return (read, given);
    }

    /// <summary>From the multipliers of σ(z) to those of what the layer reads.</summary>
    private double[] Back(int layer, (List<double[]> Read, List<double[]> Given) at, (List<double[]> Read, List<double[]> Given) at0, double[] multipliers, bool revealCancel)
    {
        var w = weights[layer];
        var result = new double[w.GetLength(1)];
        for (var i = 0; i < multipliers.Length; i++)
        {
            var (z, z0) = (at.Given[layer][i], at0.Given[layer][i]);
            var (plus, minus) = (0.0, 0.0);
            for (var j = 0; j < result.Length; j++)
            {
                var contribution = w[i, j] * (at.Read[layer][j] - at0.Read[layer][j]);
                plus += Math.Max(0, contribution);
                minus += Math.Min(0, contribution);
            }

            var rescale = (sigma(z) - sigma(z0)) / (z - z0);
            var (up, down) = revealCancel ? (Part(z0, plus, minus, 1), Part(z0, minus, plus, -1)) : (rescale, rescale);
            for (var j = 0; j < result.Length; j++)
            {
                var change = w[i, j] * (at.Read[layer][j] - at0.Read[layer][j]);
                result[j] += multipliers[i] * w[i, j] * (change > 0 ? up : change < 0 ? down : (up + down) / 2);
            }
        }

        return result;
    }

    /// <summary>The multiplier of one part of Δz: the mean of its effect before and after the other part.</summary>
    private double Part(double z0, double part, double other, int direction)
    {
        var move = part == 0 ? direction * Step * Math.Max(1, Math.Abs(z0)) : part;
        return (sigma(z0 + move) - sigma(z0) + sigma(z0 + other + move) - sigma(z0 + other)) / 2 / move;
    }
}
