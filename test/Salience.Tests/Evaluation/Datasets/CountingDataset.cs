using Salience.Evaluation.Datasets;
using Salience.Imaging;

namespace Salience.Tests.Evaluation.Datasets;

/// <summary>Pictures of one grey value each, index · 3, with label index mod classes; counts its reads and can fail at one.</summary>
internal sealed class CountingDataset(int count, int classes = 3, int channels = 1, int badIndex = -1) : ImageDataset
{
    private int _reads;

    /// <summary>Pictures read so far.</summary>
    public int Reads => Volatile.Read(ref _reads);

    public override string Name => "counting";

    public override int Count => count;

    public override ImageShape Shape { get; } = new(channels, 2, 3);

    public override IReadOnlyList<string> Classes { get; } = [.. Enumerable.Range(0, classes).Select(c => $"class {c}")];

    public override Normalization Normalization => Normalization.None;

    public override int LabelOf(int index)
    {
        CheckIndex(index);
        return index % classes;
    }

    public override void Read(int index, Span<byte> pixels)
    {
        CheckRead(index, pixels);
        if (index == badIndex)
            throw new InvalidDataException($"picture {index}: is damaged; replace it.");
        Interlocked.Increment(ref _reads);
        pixels.Fill((byte)(3 * index));
    }
}
