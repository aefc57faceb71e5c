using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Arrays;

/// <summary>The border between tensors and managed memory: spans in, fresh tensors or arrays out.</summary>
internal static class TensorBytes
{
    /// <summary>A fresh tensor on the CPU holding a copy of the values, row-major.</summary>
    internal static Tensor Create<T>(ReadOnlySpan<T> values, ScalarType type, params ReadOnlySpan<long> shape) where T : unmanaged
    {
        long count = 1;
        foreach (long size in shape)
            count *= size;
        if (count != values.Length)
            throw new ArgumentException($"{values.Length} values do not fill the shape ({string.Join(",", shape.ToArray())}).");
        Tensor tensor = torch.empty(shape.ToArray(), dtype: type);
        if (Unsafe.SizeOf<T>() != tensor.ElementSize)
            throw new ArgumentException($"A value of {Unsafe.SizeOf<T>()} bytes does not fit {type}.");
        if (count > 0)
            MemoryMarshal.AsBytes(values).CopyTo(tensor.bytes);
        return tensor;
    }

    /// <summary>The values as float32, row-major, from any device, type and layout.</summary>
    internal static float[] ToFloats(Tensor tensor)
    {
        using var scope = torch.NewDisposeScope();
        var values = new float[tensor.NumberOfElements];
        if (values.Length > 0)
            tensor.detach().to(ScalarType.Float32).cpu().contiguous().bytes.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
