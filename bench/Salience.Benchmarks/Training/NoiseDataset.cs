using Salience.Evaluation.Datasets;
using Salience.Evaluation.Randomness;
using Salience.Imaging;

namespace Salience.Benchmarks.Training;

/// <summary>Random pixels with random labels of ten classes, in memory.</summary>
internal sealed class NoiseDataset : ImageDataset
{
    private readonly byte[] _pixels;
    private readonly int[] _labels;

    public NoiseDataset(ImageShape shape, int count)
    {
        Shape = shape;
        var random = new RandomStream(1);
        _pixels = new byte[count * shape.Length];
        for (var i = 0; i < _pixels.Length; i++)
            _pixels[i] = (byte)random.NextBits();
        _labels = [.. Enumerable.Range(0, count).Select(_ => random.Next(Classes.Count))];
    }

    public override string Name => "noise";

    public override int Count => _labels.Length;

    public override ImageShape Shape { get; }

    public override IReadOnlyList<string> Classes { get; } = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    public override Normalization Normalization => Shape.Channels == 3 ? Normalization.ImageNet : Normalization.None;

    public override int LabelOf(int index) => _labels[index];

    public override void Read(int index, Span<byte> pixels) => _pixels.AsSpan(index * Shape.Length, Shape.Length).CopyTo(pixels);
}
