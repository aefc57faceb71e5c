using System.Buffers.Binary;
using Salience.Imaging;
using Salience.Tests.Files;
using SkiaSharp;

namespace Salience.Tests.Imaging;

public class ImageFileErrorTests
{
    private static readonly byte[] Png = ImageFile.EncodePng(Pictures.Random(40, 30, seed: 3));
    private static readonly byte[] Jpeg = Pictures.Encode(Pictures.Random(40, 30, seed: 4), SKEncodedImageFormat.Jpeg, 90);

    public static TheoryData<string, byte[], string> Damaged => new()
    {
        { "empty.png", [], "is empty (0 bytes)" },
        { "text.png", [.. "just some text"u8], "is not a picture this tool reads" },
        { "pointer.jpg", [.. "version https://git-lfs.github.com/spec/v1"u8], "is a Git LFS pointer" },
        { "archive.png", [.. "PK\x03\x04 and more"u8], "is a zip archive" },
        { "cut.png", Png[..(Png.Length / 2)], "is truncated" },
        { "cut.jpg", Jpeg[..(Jpeg.Length / 2)], "is truncated" },
        { "header.png", Png[..10], "its header is damaged" },
    };

    [Theory, MemberData(nameof(Damaged))]
    public void A_damaged_file_is_refused_with_its_name_and_the_reason(string name, byte[] bytes, string reason)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write(name, bytes);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => ImageFile.Read(path));
        Assert.StartsWith($"{path}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_folder_and_a_missing_file_are_told_apart()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("is a folder", Assert.Throws<InvalidDataException>(() => ImageFile.Read(folder.Path)).Message, StringComparison.Ordinal);
        FileNotFoundException missing = Assert.Throws<FileNotFoundException>(() => ImageFile.Read(folder.File("a.png")));
        Assert.Contains("there is no such file", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_above_the_budget_is_refused_before_it_is_decoded()
    {
        // The header claims 20,000 x 20,000 but hardly any data follows: only a check before decoding gives this message.
        byte[] png = (byte[])Png.Clone();
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 20_000);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), 20_000);
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Crc32(png.AsSpan(12, 17)));
        long before = GC.GetAllocatedBytesForCurrentThread();
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => ImageFile.Decode(png, "big.png"));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
        Assert.Contains("20000x20000, 400 megapixels, above the budget of 100", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_budget_can_be_set()
    {
        Assert.Equal(40, ImageFile.Decode(Png, "a.png", pixelBudget: 1200).Width);
        Assert.Throws<InvalidDataException>(() => ImageFile.Decode(Png, "a.png", pixelBudget: 1199));
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png, 21)]
    [InlineData(SKEncodedImageFormat.Jpeg, 22)]
    [InlineData(SKEncodedImageFormat.Webp, 23)]
    [InlineData(SKEncodedImageFormat.Bmp, 24)]
    [InlineData(SKEncodedImageFormat.Gif, 25)]
    public void Mutants_load_within_the_budget_or_are_refused(SKEncodedImageFormat format, int seed)
    {
        const long Budget = 1_000_000;
        RgbImage image = Pictures.Random(24, 18, seed);
        byte[] original = format switch
        {
            SKEncodedImageFormat.Bmp => Pictures.Bmp(image),
            SKEncodedImageFormat.Gif => Pictures.Gif(image[0, 0], image[1, 0]),
            _ => Pictures.Encode(image, format, 90),
        };
        int refused = 0;
        foreach (byte[] mutant in Mutations.Of(original, 700, seed))
        {
            try
            {
                RgbImage loaded = ImageFile.Decode(mutant, "mutant", Budget);
                Assert.True((long)loaded.Width * loaded.Height <= Budget);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 100, 699);
    }

    // CRC-32 as PNG uses it: reflected polynomial EDB88320.
    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
        }
        return ~crc;
    }
}
