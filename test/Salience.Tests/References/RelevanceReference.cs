namespace Salience.Tests.References;

/// <summary>The rules of layer-wise relevance propagation as the papers write them: one loop over outputs, one over the inputs each reads.</summary>
/// <param name="x">Inputs.</param>
/// <param name="weights">For each output the inputs it reads with their weights.</param>
/// <param name="bias">A bias for each output.</param>
internal sealed class RelevanceReference(double[] x, IReadOnlyList<IReadOnlyList<(int Input, double Weight)>> weights, double[] bias)
{
    private const double Stabilizer = 1e-6;

    public (double[] Inputs, double[] Biases) Epsilon(double[] relevance, double epsilon) =>
        Divide(relevance, (i, w, _) => x[i] * w, j => bias[j], epsilon);

    public (double[] Inputs, double[] Biases) Positive(double[] relevance) =>
        Divide(relevance, (i, w, _) => Math.Max(0, x[i] * w), j => Math.Max(0, bias[j]), Stabilizer);

    public (double[] Inputs, double[] Biases) AlphaBeta(double[] relevance, double alpha)
    {
        var above = Positive(relevance);
        var below = Divide(relevance, (i, w, _) => Math.Min(0, x[i] * w), j => Math.Min(0, bias[j]), Stabilizer);
        double[] Mix(double[] a, double[] b) => [.. a.Zip(b, (p, n) => alpha * p - (alpha - 1) * n)];
        return (Mix(above.Inputs, below.Inputs), Mix(above.Biases, below.Biases));
    }

    /// <summary>Contributions that have the output's sign count 1 + γ times.</summary>
    public (double[] Inputs, double[] Biases) Gamma(double[] relevance, double gamma)
    {
        double Weigh(double contribution, int j) => contribution * Output(j) > 0 ? contribution * (1 + gamma) : contribution;
        return Divide(relevance, (i, w, j) => Weigh(x[i] * w, j), j => Weigh(bias[j], j), Stabilizer);
    }

    public (double[] Inputs, double[] Biases) Box(double[] relevance, double low, double high) =>
        Divide(relevance, (i, w, _) => x[i] * w - low * Math.Max(0, w) - high * Math.Min(0, w), _ => 0, Stabilizer);

    public (double[] Inputs, double[] Biases) Squares(double[] relevance) =>
        Divide(relevance, (_, w, _) => w * w, j => bias[j] * bias[j], Stabilizer);

    public (double[] Inputs, double[] Biases) Flat(double[] relevance) =>
        Divide(relevance, (_, _, _) => 1, _ => 0, Stabilizer);

    /// <summary>The output of unit j.</summary>
    public double Output(int j) => bias[j] + weights[j].Sum(c => x[c.Input] * c.Weight);

    private (double[] Inputs, double[] Biases) Divide(
        double[] relevance, Func<int, double, int, double> contribution, Func<int, double> biasContribution, double epsilon)
    {
        var (inputs, biases) = (new double[x.Length], new double[bias.Length]);
        for (var j = 0; j < weights.Count; j++)
        {
            var sum = biasContribution(j);
            foreach (var (i, w) in weights[j])
                sum += contribution(i, w, j);
            sum += sum >= 0 ? epsilon : -epsilon;
            foreach (var (i, w) in weights[j])
                inputs[i] += contribution(i, w, j) / sum * relevance[j];
            biases[j] = biasContribution(j) / sum * relevance[j];
        }

        return (inputs, biases);
    }
}
