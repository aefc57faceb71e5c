using Salience.Files;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Arrays;

/// <summary>Reads and writes NumPy's <c>.npy</c> arrays.</summary>
/// <remarks>
/// Reads versions 1.0 to 3.0, little and big endian, C and Fortran order, float16/32/64, int8/16/32/64, uint8 and bool; the tensor has
/// the file's shape, row-major, on the CPU. Writes float32, float64 and int64 in version 1.0, C order, little endian.
/// Nothing larger than the file itself is allocated: the shape is checked against the file's length first.
/// Source: NumPy, numpy.lib.format.
/// </remarks>
public static class NpyFile
{
    /// <summary>Reads the array in a file.</summary>
    /// <returns>A fresh tensor, disposed by the caller.</returns>
    /// <exception cref="InvalidDataException">
    /// The file is truncated, malformed, longer than its array or of an unsupported element type; the message names it.
    /// </exception>
    public static Tensor Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
            throw new InvalidDataException($"{path}: is a folder, not an npy array; name a file in it.");
        using FileStream stream = File.OpenRead(path);
        return Read(stream, stream.Length, path);
    }

    /// <summary>Writes a tensor, float32, float64 or int64, of any shape, layout and device. The file is complete or absent.</summary>
    /// <exception cref="ArgumentException">The tensor has another element type.</exception>
    public static void Write(string path, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        RequireWritable(tensor);
        using AtomicFile file = AtomicFile.Create(path);
        Write(file.Stream, tensor);
        file.Commit();
    }

    /// <summary>Writes a tensor as one array into a stream.</summary>
    internal static void Write(Stream stream, Tensor tensor)
    {
        string descr = RequireWritable(tensor);
        using var scope = torch.NewDisposeScope();
        stream.Write(NpyHeader.Format(descr, tensor.shape));
        if (tensor.NumberOfElements == 0)
            return;
        Span<byte> bytes = tensor.detach().cpu().contiguous().bytes;
        if (BitConverter.IsLittleEndian)
            stream.Write(bytes);
        else
            stream.Write(ReverseElements(bytes.ToArray(), (int)tensor.ElementSize));
    }

    /// <summary>Reads an array from a stream that holds <paramref name="length"/> bytes.</summary>
    internal static Tensor Read(Stream stream, long length, string name)
    {
        NpyHeader header = NpyHeader.Read(stream, name);
        long available = length - header.Length;
        string shape = $"({string.Join(", ", header.Shape)})";
        if (available < header.DataLength)
            throw new InvalidDataException($"{name}: the shape {shape} needs {header.DataLength} bytes of elements but {available} follow; "
                + "the file is truncated, save or copy it again.");
        if (available > header.DataLength)
            throw new InvalidDataException($"{name}: {available - header.DataLength} bytes follow the array {shape}; save one array per file.");
        if (header.DataLength > int.MaxValue)
            throw new InvalidDataException($"{name}: the array {shape} has {header.DataLength} bytes; at most {int.MaxValue} are read, split it.");
        return ReadElements(stream, header, name);
    }

    private static string RequireWritable(Tensor tensor) => NpyType.Describe(tensor.dtype)
        ?? throw new ArgumentException($"An npy array of {tensor.dtype} is not written; convert it to float32, float64 or int64.", nameof(tensor));

    private static Tensor ReadElements(Stream stream, NpyHeader header, string name)
    {
        using var scope = torch.NewDisposeScope();
        long[] stored = header.FortranOrder ? [.. header.Shape.Reverse()] : header.Shape;
        Tensor tensor = torch.empty(stored, dtype: header.Type.Scalar);
        if (header.Count > 0)
        {
            Span<byte> bytes = tensor.bytes;
            if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
                throw new InvalidDataException($"{name}: ends inside the array; the file is truncated, save or copy it again.");
            if (header.Type.Reversed)
                ReverseElements(bytes, header.Type.Size);
            if (header.Type.Scalar == ScalarType.Bool)
                MakeBooleans(bytes);
        }
        if (header.FortranOrder)
            tensor = tensor.permute([.. Enumerable.Range(0, stored.Length).Reverse().Select(axis => (long)axis)]).contiguous();
        return tensor.MoveToOuterDisposeScope();
    }

    private static Span<byte> ReverseElements(Span<byte> bytes, int size)
    {
        for (int at = 0; at < bytes.Length; at += size)
            bytes.Slice(at, size).Reverse();
        return bytes;
    }

    // A boolean tensor whose bytes are neither 0 nor 1 has no defined value.
    private static void MakeBooleans(Span<byte> bytes)
    {
        foreach (ref byte value in bytes)
            value = value != 0 ? (byte)1 : (byte)0;
    }
}
