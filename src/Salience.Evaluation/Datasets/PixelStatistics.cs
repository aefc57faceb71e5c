namespace Salience.Evaluation.Datasets;

/// <summary>Mean and deviation of the pixels of a data set, channel by channel, on [0, 255].</summary>
/// <param name="Count">Pictures that were read.</param>
/// <param name="Mean">The mean of each channel; NaN where there is no picture.</param>
/// <param name="Std">The population deviation of each channel, <c>√(E[x²] − E[x]²)</c>; NaN where there is no picture.</param>
public sealed record PixelStatistics(int Count, IReadOnlyList<double> Mean, IReadOnlyList<double> Std)
{
    /// <summary>Reads a data set once, a picture at a time.</summary>
    public static PixelStatistics Of(ImageDataset dataset, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return Sum(dataset, groups: 1, _ => 0, cancellation)[0];
    }

    /// <summary>Reads a data set once and gives the figures of each class on its own.</summary>
    public static IReadOnlyList<PixelStatistics> OfClasses(ImageDataset dataset, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return Sum(dataset, dataset.Classes.Count, dataset.LabelOf, cancellation);
    }

    /// <summary>The mean as a colour, rounded to 8 bits (halves to even).</summary>
    /// <exception cref="InvalidOperationException">There is no picture.</exception>
    public byte[] MeanColor() => Count > 0
        ? [.. Mean.Select(mean => (byte)Math.Round(mean))]
        : throw new InvalidOperationException("There is no picture to take a mean of.");

    private static PixelStatistics[] Sum(ImageDataset dataset, int groups, Func<int, int> groupOf, CancellationToken cancellation)
    {
        var (channels, area) = (dataset.Shape.Channels, dataset.Shape.Height * dataset.Shape.Width);
        // Whole numbers: exact, whatever the order.
        var (counts, sums, squares) = (new int[groups], new long[groups, channels], new long[groups, channels]);
        var pixels = new byte[dataset.Shape.Length];
        for (var i = 0; i < dataset.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            dataset.Read(i, pixels);
            var group = groupOf(i);
            counts[group]++;
            for (var c = 0; c < channels; c++)
            {
                foreach (int value in pixels.AsSpan(c * area, area))
                {
                    sums[group, c] += value;
                    squares[group, c] += value * value;
                }
            }
        }

        return [.. Enumerable.Range(0, groups).Select(group => Finish(group))];

        PixelStatistics Finish(int group)
        {
            var (mean, std, n) = (new double[channels], new double[channels], (double)counts[group] * area);
            for (var c = 0; c < channels; c++)
            {
                mean[c] = sums[group, c] / n;
                std[c] = Math.Sqrt(squares[group, c] / n - mean[c] * mean[c]);
            }

            return new PixelStatistics(counts[group], mean, std);
        }
    }
}
