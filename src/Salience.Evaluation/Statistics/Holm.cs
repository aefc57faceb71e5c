namespace Salience.Evaluation.Statistics;

/// <summary>Holm's correction for many tests: controls the chance of one or more false findings among them (Holm 1979).</summary>
public static class Holm
{
    /// <summary>Corrected p-values: of m tests the i-th smallest p becomes <c>max over j ≤ i of min(1, (m − j + 1) · p₍ⱼ₎)</c>.</summary>
    /// <param name="values">p-values, from 0 to 1.</param>
    /// <returns>In the order given.</returns>
    public static double[] Correct(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var order = Enumerable.Range(0, values.Count).OrderBy(i => values[i]).ToArray();
        var corrected = new double[values.Count];
        var largest = 0.0;
        for (var i = 0; i < order.Length; i++)
            corrected[order[i]] = largest = Math.Max(largest, Math.Min(1, (order.Length - i) * values[order[i]]));
        return corrected;
    }
}
