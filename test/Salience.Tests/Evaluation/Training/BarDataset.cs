using Salience.Evaluation.Datasets;
using Salience.Evaluation.Randomness;
using Salience.Imaging;

namespace Salience.Tests.Evaluation.Training;

/// <summary>Grey 8×8 pictures of noise with a bright bar: class 0 a row, class 1 a column, class 2 the diagonal.</summary>
/// <param name="count">Number of pictures.</param>
/// <param name="seed">Draws them.</param>
/// <param name="permuted">Whether labels are drawn anew, so that there is nothing to learn.</param>
/// <param name="onRead">Called before each picture is read.</param>
internal sealed class BarDataset(int count, long seed, bool permuted = false, Action<int>? onRead = null) : ImageDataset
{
    private const int Size = 8;

    public override string Name => "bars";

    public override int Count => count;

    public override ImageShape Shape { get; } = new(1, Size, Size);

    public override IReadOnlyList<string> Classes { get; } = ["row", "column", "diagonal"];

    public override Normalization Normalization { get; } = Normalization.Parse("mean=0.3,std=0.25");

    public override int LabelOf(int index) => permuted ? new RandomStream(seed, 1, index).Next(3) : Shown(index);

    public override void Read(int index, Span<byte> pixels)
    {
        CheckRead(index, pixels);
        onRead?.Invoke(index);
        var random = new RandomStream(seed, 2, index);
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)random.Next(100);
        var place = random.Next(Size);
        for (var i = 0; i < Size; i++)
        {
            var (y, x) = Shown(index) switch
            {
                0 => (place, i),
                1 => (i, place),
                _ => (i, (i + place) % Size),
            };
            pixels[y * Size + x] = 255;
        }
    }

    private static int Shown(int index) => index % 3;
}
