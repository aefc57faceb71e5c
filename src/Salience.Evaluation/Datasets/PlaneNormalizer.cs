using Salience.Imaging;

namespace Salience.Evaluation.Datasets;

/// <summary>Normalises 8-bit planes: a table of the 256 possible values for each channel.</summary>
internal sealed class PlaneNormalizer
{
    private readonly float[][] _tables;
    private readonly bool _reversed;

    /// <summary>Computes the tables, each entry as <see cref="Preprocessing"/> computes a pixel.</summary>
    /// <exception cref="ArgumentException">The normalisation is for another number of channels.</exception>
    public PlaneNormalizer(Normalization normalization, int channels)
    {
        ArgumentNullException.ThrowIfNull(normalization);
        Check(normalization, normalization.Mean.Count, channels);
        Check(normalization, normalization.Std.Count, channels);
        _reversed = normalization.Order == ChannelOrder.Bgr;
        _tables = [.. Enumerable.Range(0, channels).Select(c => Table(
            (float)normalization.Divisor,
            (float)normalization.Mean[normalization.Mean.Count > 1 ? c : 0],
            (float)normalization.Std[normalization.Std.Count > 1 ? c : 0]))];
    }

    /// <summary>Normalises any number of pictures.</summary>
    /// <param name="pixels"><c>(N, C, H, W)</c>, red first.</param>
    /// <param name="values">Where the results go, <c>(N, C, H, W)</c> in the network's order of channels.</param>
    /// <param name="shape">The size of each picture.</param>
    public void Apply(ReadOnlySpan<byte> pixels, Span<float> values, ImageShape shape)
    {
        var area = shape.Height * shape.Width;
        for (var image = 0; image < pixels.Length; image += shape.Length)
        {
            for (var c = 0; c < _tables.Length; c++)
            {
                var from = pixels.Slice(image + (_reversed ? _tables.Length - 1 - c : c) * area, area);
                var to = values.Slice(image + c * area, area);
                var table = _tables[c];
                for (var i = 0; i < from.Length; i++)
                    to[i] = table[from[i]];
            }
        }
    }

    private static void Check(Normalization normalization, int count, int channels)
    {
        if (count != 1 && count != channels)
            throw new ArgumentException($"Normalization '{normalization.Name}' has {count} values but the pictures have {channels} channels; "
                + "use none, inception or mean=a,std=b.");
    }

    private static float[] Table(float divisor, float mean, float std)
    {
        var table = new float[256];
        for (var v = 0; v < table.Length; v++)
            table[v] = (v / divisor - mean) / std;
        return table;
    }
}
