using Salience.Imaging;
using Salience.Tests.Evaluation.Datasets;

namespace Salience.Tests.Cli;

/// <summary>A data set in MNIST's format that a network learns at once: class k is a bright bar in rows 2k + 4 and 2k + 5 of 28 on noise.</summary>
internal static class TinyDigits
{
    private const int Side = 28;

    /// <summary>Writes the four files and returns their folder.</summary>
    public static string Write(TemporaryFolder folder, int train = 60, int test = 20)
    {
        Directory.CreateDirectory(folder.File("digits"));
        Write(folder, "train", train);
        Write(folder, "t10k", test);
        return folder.File("digits");
    }

    /// <summary>A picture of a class as a PNG file.</summary>
    public static string WritePicture(TemporaryFolder folder, string name, int label)
    {
        var pixels = new byte[Side * Side];
        Draw(pixels, label, new Random(label));
        ImageFile.WritePng(folder.File(name), new RgbImage(Side, Side, [.. pixels.SelectMany(level => Enumerable.Repeat(level, 3))]));
        return folder.File(name);
    }

    private static void Write(TemporaryFolder folder, string prefix, int count)
    {
        var (random, pixels, labels) = (new Random(count), new byte[count * Side * Side], new byte[count]);
        for (var i = 0; i < count; i++)
        {
            labels[i] = (byte)(i % 10);
            Draw(pixels.AsSpan(i * Side * Side, Side * Side), labels[i], random);
        }

        folder.Write($"digits/{prefix}-images-idx3-ubyte", SampleFiles.Idx(2051, [count, Side, Side], pixels));
        folder.Write($"digits/{prefix}-labels-idx1-ubyte", SampleFiles.IdxLabels(labels));
    }

    private static void Draw(Span<byte> pixels, int label, Random random)
    {
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(random.Next(40) + (i / Side - 2 * label is 4 or 5 ? 200 : 0));
    }
}
