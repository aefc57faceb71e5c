using System.Buffers.Binary;
using System.IO.Compression;

namespace Salience.Tests.Evaluation.Datasets;

/// <summary>Small files in the formats of the data sets, written by the tests.</summary>
internal static class SampleFiles
{
    /// <summary>An idx file: magic number, sizes, values.</summary>
    public static byte[] Idx(int magic, ReadOnlySpan<int> sizes, ReadOnlySpan<byte> values)
    {
        var bytes = new byte[4 * (sizes.Length + 1) + values.Length];
        BinaryPrimitives.WriteInt32BigEndian(bytes, magic);
        for (var i = 0; i < sizes.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 * (i + 1)), sizes[i]);
        values.CopyTo(bytes.AsSpan(4 * (sizes.Length + 1)));
        return bytes;
    }

    /// <summary>An idx file of pictures whose value <c>v</c> of picture <c>i</c> is <see cref="Value"/>.</summary>
    public static byte[] IdxImages(int count, int rows, int columns)
    {
        var values = new byte[count * rows * columns];
        for (var i = 0; i < values.Length; i++)
            values[i] = Value(i / (rows * columns), i % (rows * columns));
        return Idx(2051, [count, rows, columns], values);
    }

    /// <summary>An idx file of labels.</summary>
    public static byte[] IdxLabels(params ReadOnlySpan<byte> labels) => Idx(2049, [labels.Length], labels);

    /// <summary>Records of CIFAR-10: each a label and 3072 pixels, value <c>v</c> of record <c>i</c> being <see cref="Value"/>.</summary>
    public static byte[] Cifar(int labelBytes, params ReadOnlySpan<byte> labels)
    {
        var bytes = new byte[labels.Length / labelBytes * (labelBytes + 3072)];
        for (var i = 0; i < labels.Length / labelBytes; i++)
        {
            var record = bytes.AsSpan(i * (labelBytes + 3072), labelBytes + 3072);
            labels.Slice(i * labelBytes, labelBytes).CopyTo(record);
            for (var v = 0; v < 3072; v++)
                record[labelBytes + v] = Value(i, v);
        }

        return bytes;
    }

    /// <summary>The pixel values that the files above hold.</summary>
    public static byte Value(int image, int at) => (byte)(31 * image + 7 * at + at / 256);

    /// <summary>A gzip file of no content; <see cref="GZipStream"/> writes none.</summary>
    public static byte[] EmptyGzip { get; } = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>The bytes, gzipped.</summary>
    public static byte[] Gzip(ReadOnlySpan<byte> bytes)
    {
        using var target = new MemoryStream();
        using (var zip = new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true))
            zip.Write(bytes);
        return target.ToArray();
    }
}
