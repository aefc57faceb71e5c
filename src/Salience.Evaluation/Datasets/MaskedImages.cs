using System.Globalization;

namespace Salience.Evaluation.Datasets;

/// <summary>A data set whose pictures have some pixels replaced by one colour, all channels of a pixel together.</summary>
/// <remarks>For retraining without the pixels that a map calls important (ROAR: Hooker et al. 2019, <i>A benchmark for interpretability methods</i>).</remarks>
public sealed class MaskedImages : DerivedDataset
{
    private readonly Func<int, ReadOnlyMemory<bool>> _masks;
    private readonly byte[] _fill;

    private MaskedImages(ImageDataset source, string name, Func<int, ReadOnlyMemory<bool>> masks, ReadOnlySpan<byte> fill)
        : base(source)
    {
        if (fill.Length != source.Shape.Channels)
            throw new ArgumentException($"The colour has {fill.Length} values but the pictures of {source.Name} have {source.Shape.Channels} channels.", nameof(fill));
        Name = name;
        _masks = masks;
        _fill = fill.ToArray();
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>Replaces the pixels of given masks.</summary>
    /// <param name="source">The data set.</param>
    /// <param name="masks">The mask of a picture, <c>(H, W)</c> row-major, true where the pixel is replaced; asked for at every reading, on any thread.</param>
    /// <param name="fill">The colour, a value for each channel.</param>
    public static MaskedImages FromMasks(ImageDataset source, Func<int, ReadOnlyMemory<bool>> masks, ReadOnlySpan<byte> fill)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(masks);
        return new MaskedImages(source, $"{source.Name}[masked]", masks, fill);
    }

    /// <summary>Replaces the pixels that a map ranks highest.</summary>
    /// <remarks>Of equal values the one that comes first, row by row, counts as higher.</remarks>
    /// <param name="source">The data set.</param>
    /// <param name="maps">The map of a picture, <c>(H, W)</c> row-major; asked for at every reading, on any thread.</param>
    /// <param name="fraction">The share of pixels that is replaced, from 0 to 1: <c>round(fraction · H · W)</c> of them, halves to even.</param>
    /// <param name="fill">The colour, a value for each channel; the data set's mean is <see cref="PixelStatistics.MeanColor"/>.</param>
    public static MaskedImages FromMaps(ImageDataset source, Func<int, ReadOnlyMemory<float>> maps, double fraction, ReadOnlySpan<byte> fill)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(maps);
        if (!(fraction is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(fraction), $"A fraction of {fraction} is not possible; give 0 to 1.");
        var area = source.Shape.Height * source.Shape.Width;
        var count = (int)Math.Round(fraction * area);
        var name = string.Create(CultureInfo.InvariantCulture, $"{source.Name}[top {fraction} removed]");
        return new MaskedImages(source, name, index => Highest(index, maps(index).Span, area, count), fill);
    }

    /// <inheritdoc/>
    public override void Read(int index, Span<byte> pixels)
    {
        Source.Read(index, pixels);
        var mask = _masks(index).Span;
        var area = Shape.Height * Shape.Width;
        CheckSize(index, mask.Length, area, "mask");
        for (var c = 0; c < _fill.Length; c++)
        {
            var plane = pixels.Slice(c * area, area);
            for (var i = 0; i < area; i++)
            {
                if (mask[i])
                    plane[i] = _fill[c];
            }
        }
    }

    private static ReadOnlyMemory<bool> Highest(int index, ReadOnlySpan<float> map, int area, int count)
    {
        CheckSize(index, map.Length, area, "map");
        if (map.ContainsAnyExceptInRange(float.NegativeInfinity, float.PositiveInfinity))
            throw new ArgumentException($"The map of picture {index} has values that are not numbers and cannot be ranked.");
        // Negated, so that a stable ascending order by (value, place) gives the highest first and of equals the first.
        var (keys, places) = (new (float Value, int Place)[area], new bool[area]);
        for (var i = 0; i < area; i++)
            keys[i] = (-map[i], i);
        Array.Sort(keys);
        foreach (var (_, place) in keys.AsSpan(0, count))
            places[place] = true;
        return places;
    }

    private static void CheckSize(int index, int length, int area, string what)
    {
        if (length != area)
            throw new ArgumentException($"The {what} of picture {index} has {length} values, but a picture has {area} pixels; give one value for each.");
    }
}
