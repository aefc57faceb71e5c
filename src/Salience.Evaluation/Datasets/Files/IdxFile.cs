using System.Buffers.Binary;

namespace Salience.Evaluation.Datasets.Files;

/// <summary>The idx format of MNIST: magic number and sizes as big-endian 32-bit integers, then unsigned bytes.</summary>
/// <remarks>Magic: two zero bytes, 8 for unsigned bytes, the number of dimensions. Source: LeCun, Cortes and Burges, <i>The MNIST database</i>.</remarks>
internal static class IdxFile
{
    // Larger pictures are a damaged header.
    private const int LongestSide = 4096;

    /// <summary>Reads pictures, <c>(count, rows, columns)</c>.</summary>
    /// <exception cref="InvalidDataException">The file is not such a file, ends early or goes on after its end.</exception>
    public static (RecordBlocks Images, int Rows, int Columns) ReadImages(string path)
    {
        using var file = DataFile.Open(path);
        var count = ReadHeader(file, dimensions: 3, "pictures");
        var (rows, columns) = (ReadNumber(file), ReadNumber(file));
        if (rows is < 1 or > LongestSide || columns is < 1 or > LongestSide)
            throw new InvalidDataException($"{path}: its header gives pictures of {rows}x{columns}, sides from 1 to {LongestSide} are possible; copy or download the file again.");
        return (ReadRecords(file, rows * columns, count, "pictures"), rows, columns);
    }

    /// <summary>Reads labels, one byte each.</summary>
    /// <exception cref="InvalidDataException">The file is not such a file, ends early or goes on after its end.</exception>
    public static byte[] ReadLabels(string path)
    {
        using var file = DataFile.Open(path);
        var count = ReadHeader(file, dimensions: 1, "labels");
        var records = ReadRecords(file, 1, count, "labels");
        var labels = new byte[count];
        for (var i = 0; i < count; i++)
            labels[i] = records[i][0];
        return labels;
    }

    private static RecordBlocks ReadRecords(DataFile file, int length, int count, string what)
    {
        var records = new RecordBlocks(length);
        records.Append(file, count);
        if (records.Count < count)
            throw new InvalidDataException($"{file.Path}: ends after {records.Count} of the {count} {what} that its header gives (byte {file.Position}); "
                + "the file is truncated, copy or download it again.");
        file.ExpectEnd($"the {count} {what} that its header gives");
        return records;
    }

    private static int ReadHeader(DataFile file, int dimensions, string what)
    {
        var (magic, expected) = (ReadNumber(file), 0x800 + dimensions);
        if (magic != expected)
            throw new InvalidDataException($"{file.Path}: begins with the number {magic}, but an idx file of {what} begins with {expected}; "
                + (magic is 0x801 or 0x803 ? "pictures and labels are given the wrong way round." : "give the MNIST file, gzipped or not."));
        var count = ReadNumber(file);
        if (count < 1)
            throw new InvalidDataException($"{file.Path}: its header gives {count} {what}; copy or download the file again.");
        return count;
    }

    private static int ReadNumber(DataFile file)
    {
        Span<byte> bytes = stackalloc byte[4];
        if (file.Fill(bytes) < bytes.Length)
            throw new InvalidDataException($"{file.Path}: ends within its header, at byte {file.Position}; the file is truncated, copy or download it again.");
        return BinaryPrimitives.ReadInt32BigEndian(bytes);
    }
}
