namespace Salience.Evaluation.Statistics;

/// <summary>The area under a curve.</summary>
public static class CurveArea
{
    /// <summary>The mean height of a curve by the trapezoidal rule, <c>Σ (x₊ − x)(y₊ + y)/2 / (x_last − x_first)</c>: the area divided by the width.</summary>
    /// <param name="points">x, ascending; at least two, not all equal.</param>
    /// <param name="values">y, as many.</param>
    /// <exception cref="ArgumentException">The points are too few, not ascending, or not as many as values.</exception>
    public static double Mean(IReadOnlyList<double> points, ReadOnlySpan<double> values)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (points.Count < 2 || points.Count != values.Length || points[^1] <= points[0])
            throw new ArgumentException($"An area needs two or more ascending points with a value each, got {points.Count} points and {values.Length} values.", nameof(points));
        var area = 0.0;
        for (var i = 1; i < values.Length; i++)
        {
            if (points[i] < points[i - 1])
                throw new ArgumentException($"The points of a curve must ascend, but {points[i]} follows {points[i - 1]}.", nameof(points));
            area += (points[i] - points[i - 1]) * (values[i] + values[i - 1]) / 2;
        }

        return area / (points[^1] - points[0]);
    }
}
