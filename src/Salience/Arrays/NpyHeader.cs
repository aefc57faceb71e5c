using System.Buffers.Binary;
using System.Text;

namespace Salience.Arrays;

/// <summary>The header of an npy file: element type, memory order, shape, and its own length in bytes.</summary>
/// <remarks>
/// Layout: 6 magic bytes <c>93 4E 55 4D 50 59</c>, a major and a minor version byte, the length of the text (2 bytes in version 1, else 4,
/// little endian), then the text, a Python dictionary with the keys <c>descr</c>, <c>fortran_order</c> and <c>shape</c>.
/// Source: NumPy, numpy.lib.format.
/// </remarks>
internal sealed record NpyHeader(NpyType Type, bool FortranOrder, long[] Shape, long Length)
{
    /// <summary>Longest header text read; a real one has about 100 bytes.</summary>
    internal const int MaxTextLength = 1 << 16;

    private const int MaxRank = 64;

    /// <summary>Number of elements; the product is checked when the header is read.</summary>
    internal long Count => Shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>Bytes that must follow the header.</summary>
    internal long DataLength => Count * Type.Size;

    /// <summary>Reads the header and leaves the stream at the first element.</summary>
    internal static NpyHeader Read(Stream stream, string name)
    {
        Span<byte> start = stackalloc byte[12];
        ReadPart(stream, start[..8], name);
        if (!start[..6].SequenceEqual(Magic))
            throw new InvalidDataException($"{name}: is not an npy array (it does not begin with \\x93NUMPY); save it with numpy.save.");
        int major = start[6];
        if (major is < 1 or > 3 || start[7] != 0)
            throw new InvalidDataException($"{name}: npy version {major}.{start[7]} is unknown; save it in version 1.0, 2.0 or 3.0.");
        int field = major == 1 ? 2 : 4;
        ReadPart(stream, start.Slice(8, field), name);
        long length = major == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(start[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(start[8..]);
        if (length > MaxTextLength)
            throw new InvalidDataException($"{name}: the header claims {length} bytes, more than {MaxTextLength}; the file is damaged.");
        var text = new byte[length];
        ReadPart(stream, text, name);
        return Parse(Encoding.UTF8.GetString(text), 8 + field + length, name);
    }

    /// <summary>Writes version 1.0, the text padded so that the elements start at a multiple of 64.</summary>
    internal static byte[] Format(string descr, ReadOnlySpan<long> shape)
    {
        string sizes = string.Concat(shape.ToArray().Select(size => $"{size}, "));
        sizes = shape.Length > 1 ? sizes[..^2] : sizes.TrimEnd();
        string text = $"{{'descr': '{descr}', 'fortran_order': False, 'shape': ({sizes}), }}";
        int length = (10 + text.Length + 1 + 63) / 64 * 64 - 10;
        if (length > ushort.MaxValue)
            throw new ArgumentException($"A shape of {shape.Length} sizes does not fit an npy header.");
        var header = new byte[10 + length];
        Magic.CopyTo(header);
        header[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)length);
        Encoding.ASCII.GetBytes(text.PadRight(length - 1) + "\n", header.AsSpan(10));
        return header;
    }

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    private static void ReadPart(Stream stream, Span<byte> part, string name)
    {
        int got = stream.ReadAtLeast(part, part.Length, throwOnEndOfStream: false);
        if (got < part.Length)
            throw new InvalidDataException($"{name}: ends inside the npy header; the file is truncated, save or copy it again.");
    }

    private static NpyHeader Parse(string text, long length, string name)
    {
        Dictionary<string, object> fields;
        try
        {
            fields = new NpyHeaderText(text).ReadDictionary();
        }
        catch (FormatException error)
        {
            throw new InvalidDataException($"{name}: the npy header is malformed: {error.Message}; save it again with numpy.save.", error);
        }
        if (fields.GetValueOrDefault("descr") is not string descr || fields.GetValueOrDefault("fortran_order") is not bool fortran
            || fields.GetValueOrDefault("shape") is not long[] shape)
            throw new InvalidDataException($"{name}: the npy header lacks descr (a plain type), fortran_order or shape; save it again with numpy.save.");
        if (!NpyType.TryParse(descr, out NpyType type))
            throw new InvalidDataException($"{name}: element type '{descr}' is not supported; "
                + "convert it to float16/32/64, int8/16/32/64, uint8 or bool.");
        if (shape.Length > MaxRank)
            throw new InvalidDataException($"{name}: has {shape.Length} dimensions; at most {MaxRank} are read.");
        CheckProduct(shape, type, name);
        return new NpyHeader(type, fortran, shape, length);
    }

    private static void CheckProduct(long[] shape, NpyType type, string name)
    {
        try
        {
            // Zeros count as ones, so that no order of the sizes overflows unnoticed later.
            _ = shape.Aggregate((long)type.Size, (product, size) => checked(product * Math.Max(size, 1)));
        }
        catch (OverflowException error)
        {
            throw new InvalidDataException($"{name}: the shape ({string.Join(", ", shape)}) has more elements than fit in memory.", error);
        }
    }
}
