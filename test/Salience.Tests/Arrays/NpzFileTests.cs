using System.IO.Compression;
using Salience.Arrays;
using Salience.Tests.Files;
using static TorchSharp.torch;

namespace Salience.Tests.Arrays;

[NoTensorLeaks]
public class NpzFileTests
{
    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void Arrays_are_read_by_name(CompressionLevel level)
    {
        using var folder = new TemporaryFolder();
        using NpzFile archive = NpzFile.Open(folder.Write("a.npz", Archive(level)));
        Assert.Equal(["x", "fullgrad.bias"], archive.Names);
        using Tensor x = archive.Read("x");
        Assert.Equal([2, 2], x.shape);
        Assert.Equal([1, 2, 3, 4], x.data<byte>().ToArray());
        using Tensor zeros = archive.Read("fullgrad.bias");
        Assert.Equal([1000], zeros.shape);
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_names_there_are()
    {
        using var folder = new TemporaryFolder();
        using NpzFile archive = NpzFile.Open(folder.Write("a.npz", Archive(CompressionLevel.Optimal)));
        KeyNotFoundException error = Assert.Throws<KeyNotFoundException>(() => archive.Read("y"));
        Assert.Contains("it has x, fullgrad.bias", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_archive_is_refused_and_closed()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("a.npz", "not a zip archive, only text"u8);
        Assert.Contains("is not an npz archive", Assert.Throws<InvalidDataException>(() => NpzFile.Open(path)).Message, StringComparison.Ordinal);
        using FileStream writable = File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.True(writable.CanWrite);
    }

    [Fact]
    public void A_damaged_entry_is_refused_with_its_place()
    {
        using var folder = new TemporaryFolder();
        using NpzFile archive = NpzFile.Open(folder.Write("a.npz", Archive(CompressionLevel.Optimal, [1, 2, 3])));
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => archive.Read("x"));
        Assert.Contains("a.npz[x]: ends inside the npy header", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mutants_load_or_are_refused()
    {
        byte[] original = Archive(CompressionLevel.Optimal);
        using var folder = new TemporaryFolder();
        int refused = 0;
        foreach (byte[] mutant in Mutations.Of(original, 600, seed: 12))
        {
            try
            {
                using NpzFile archive = NpzFile.Open(folder.Write("a.npz", mutant));
                foreach (string name in archive.Names)
                    archive.Read(name).Dispose();
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 100, 600);
    }

    [Fact]
    public void The_shared_golden_values_are_read()
    {
        using NpzFile archive = NpzFile.Open(TestData.Require("golden/tiny_vgg/reference.npz"));
        using Tensor input = archive.Read("input");
        Assert.Equal([4, 3, 32, 32], input.shape);
        Assert.Equal(ScalarType.Float64, input.dtype);
    }

    private static byte[] Archive(CompressionLevel level, byte[]? x = null)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            Add(zip, "x.npy", x ?? NpyBytes.Make("|u1", "(2, 2)", [1, 2, 3, 4]), level);
            Add(zip, "fullgrad.bias.npy", NpyBytes.Make("<f8", "(1000,)", new byte[8000]), level);
            Add(zip, "readme.txt", "not an array"u8, level);
        }
        return stream.ToArray();
    }

    private static void Add(ZipArchive zip, string name, ReadOnlySpan<byte> bytes, CompressionLevel level)
    {
        using Stream entry = zip.CreateEntry(name, level).Open();
        entry.Write(bytes);
    }
}
