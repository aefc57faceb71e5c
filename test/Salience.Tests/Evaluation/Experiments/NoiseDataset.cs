using Salience.Evaluation.Datasets;
using Salience.Evaluation.Randomness;
using Salience.Imaging;

namespace Salience.Tests.Evaluation.Experiments;

/// <summary>Pictures of random pixels, a share of them black; the label is the index modulo the number of classes.</summary>
internal sealed class NoiseDataset(ImageShape shape, int count, int classes = 10, double black = 0.3) : ImageDataset
{
    public override string Name => "noise";

    public override int Count => count;

    public override ImageShape Shape => shape;

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
        var random = new RandomStream(17, index);
        foreach (ref var pixel in pixels)
            pixel = random.NextDouble() < black ? (byte)0 : (byte)(1 + random.Next(255));
    }
}
