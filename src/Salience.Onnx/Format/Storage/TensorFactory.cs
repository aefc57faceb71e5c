using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Onnx.Format.Storage;

/// <summary>Makes torch tensors from raw little-endian bytes.</summary>
internal static class TensorFactory
{
    /// <summary>A fresh tensor with these elements, or <see langword="null"/> when a uint64 value does not fit in int64.</summary>
    public static Tensor? Create(ReadOnlySpan<byte> raw, ElementType type, long[] shape) => type.Name switch
    {
        "uint16" => Create<int>(Widen<ushort, int>(raw, v => v), type.Torch, shape),
        "uint32" => Create<long>(Widen<uint, long>(raw, v => v), type.Torch, shape),
        "uint64" => MemoryMarshal.Cast<byte, long>(raw).ContainsAnyInRange(long.MinValue, -1) ? null : Copy(raw, type.Torch, shape),
        "bool" => Create<byte>(Widen<byte, byte>(raw, v => v == 0 ? (byte)0 : (byte)1), type.Torch, shape),
        _ => Copy(raw, type.Torch, shape),
    };

    private static Tensor Create<T>(T[] elements, ScalarType type, long[] shape)
        where T : unmanaged => Copy(MemoryMarshal.AsBytes(elements.AsSpan()), type, shape);

    private static Tensor Copy(ReadOnlySpan<byte> raw, ScalarType type, long[] shape)
    {
        var tensor = empty(shape, dtype: type);
        if (raw.Length > 0)
            raw.CopyTo(tensor.bytes);
        return tensor;
    }

    private static TTo[] Widen<TFrom, TTo>(ReadOnlySpan<byte> raw, Func<TFrom, TTo> convert)
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        var from = MemoryMarshal.Cast<byte, TFrom>(raw);
        var to = new TTo[from.Length];
        for (var i = 0; i < to.Length; i++)
            to[i] = convert(from[i]);
        return to;
    }
}
