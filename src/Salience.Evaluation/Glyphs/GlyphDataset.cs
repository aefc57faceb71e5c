using System.Globalization;
using Salience.Evaluation.Datasets;
using Salience.Imaging;

namespace Salience.Evaluation.Glyphs;

/// <summary>Glyphs scenes as a data set; drawn when they are first read.</summary>
public sealed class GlyphDataset : ImageDataset
{
    private static readonly string[] Digits = [.. Enumerable.Range(0, GlyphGenerator.ClassCount).Select(d => d.ToString(CultureInfo.InvariantCulture))];
    private readonly byte[]?[]? _kept;

    /// <summary>The first scenes of some settings.</summary>
    /// <param name="settings">Which scenes; the first digit's class is the label.</param>
    /// <param name="count">How many; at least 1.</param>
    /// <param name="keep">Whether a scene stays in memory once it was drawn: 12 kB each, for training over many epochs.</param>
    /// <exception cref="ArgumentException">The settings name a class or rate that does not exist.</exception>
    public GlyphDataset(GlyphSettings settings, int count, bool keep = false)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        settings.Validate();
        (Settings, Count) = (settings, count);
        _kept = keep ? new byte[count][] : null;
    }

    /// <summary>Which scenes.</summary>
    public GlyphSettings Settings { get; }

    /// <inheritdoc/>
    public override string Name => string.Create(
        CultureInfo.InvariantCulture,
        $"glyphs-{Settings.Variant.ToString().ToLowerInvariant()}/{Settings.Split.ToString().ToLowerInvariant()}-{Settings.Seed}");

    /// <inheritdoc/>
    public override int Count { get; }

    /// <inheritdoc/>
    public override ImageShape Shape => new(3, GlyphGenerator.Side, GlyphGenerator.Side);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes => Digits;

    /// <inheritdoc/>
    public override Normalization Normalization { get; } = Normalization.Parse("mean=0.48,std=0.31");

    /// <inheritdoc/>
    public override int LabelOf(int index) => GlyphGenerator.ClassesOf(Settings, Checked(index))[0];

    /// <summary>A scene with its masks.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> − 1.</param>
    public GlyphScene Scene(int index) => GlyphGenerator.Generate(Settings, Checked(index));

    /// <inheritdoc/>
    public override void Read(int index, Span<byte> pixels)
    {
        Checked(index);
        if (pixels.Length != Shape.Length)
            throw new ArgumentException($"A picture of {Shape} has {Shape.Length} values, got room for {pixels.Length}.", nameof(pixels));
        if (_kept is null)
        {
            GlyphGenerator.Render(Settings, index, pixels);
            return;
        }

        // Two threads may both draw a scene: they draw the same.
        if (Volatile.Read(ref _kept[index]) is not { } drawn)
        {
            drawn = new byte[Shape.Length];
            GlyphGenerator.Render(Settings, index, drawn);
            Volatile.Write(ref _kept[index], drawn);
        }

        drawn.CopyTo(pixels);
    }

    private int Checked(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return index;
    }
}
