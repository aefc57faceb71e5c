namespace Salience.Tests.Evaluation.Glyphs;

/// <summary>What a picture tells without being looked at: the mean colour of 4 × 4 fields, and mean and deviation of the whole.</summary>
internal static class ColorStatistics
{
    private const int Fields = 4;

    /// <summary>Number of statistics of a picture of three channels.</summary>
    public const int Count = 3 * (Fields * Fields + 2);

    /// <summary>The statistics of a picture.</summary>
    /// <param name="pixels"><c>(3, side, side)</c>.</param>
    /// <param name="side">Rows and columns.</param>
    public static double[] Of(ReadOnlySpan<byte> pixels, int side)
    {
        var statistics = new List<double>();
        for (var channel = 0; channel < 3; channel++)
        {
            var sums = new double[Fields * Fields];
            var squares = 0.0;
            for (var i = 0; i < side * side; i++)
            {
                double value = pixels[channel * side * side + i];
                sums[i / side * Fields / side * Fields + i % side * Fields / side] += value;
                squares += value * value;
            }

            var mean = sums.Sum() / (side * side);
            statistics.AddRange(sums.Select(sum => sum * Fields * Fields / (side * side)));
            statistics.Add(mean);
            statistics.Add(Math.Sqrt(squares / (side * side) - mean * mean));
        }

        return [.. statistics];
    }
}
