using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Salience.Onnx.Format.Storage;

/// <summary>Looks for NaN in raw bytes. Infinities pass: attention masks are made of them.</summary>
internal static class NaNScan
{
    /// <summary>Index of the first NaN, or <see langword="null"/>; integer types have none.</summary>
    public static int? FirstNaN(ReadOnlySpan<byte> raw, ElementType type) => type.Torch switch
    {
        ScalarType.Float32 => Scan(MemoryMarshal.Cast<byte, float>(raw), float.IsNaN),
        ScalarType.Float64 => Scan(MemoryMarshal.Cast<byte, double>(raw), double.IsNaN),
        ScalarType.Float16 => Scan(MemoryMarshal.Cast<byte, ushort>(raw), bits => (bits & 0x7FFF) > 0x7C00),
        ScalarType.BFloat16 => Scan(MemoryMarshal.Cast<byte, ushort>(raw), bits => (bits & 0x7FFF) > 0x7F80),
        _ => null,
    };

    private static int? Scan<T>(ReadOnlySpan<T> values, Func<T, bool> isNaN)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (isNaN(values[i]))
                return i;
        }

        return null;
    }
}
