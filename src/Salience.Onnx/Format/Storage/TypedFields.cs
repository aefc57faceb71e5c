using System.Runtime.InteropServices;

namespace Salience.Onnx.Format.Storage;

/// <summary>Elements stored in the typed fields of a tensor instead of raw bytes.</summary>
internal static class TypedFields
{
    /// <summary>Number of elements in the field that the element type uses.</summary>
    public static long Count(TensorProto proto) => (TensorProto.Types.DataType)proto.DataType switch
    {
        TensorProto.Types.DataType.Float => proto.FloatData.Count,
        TensorProto.Types.DataType.Double => proto.DoubleData.Count,
        TensorProto.Types.DataType.Int64 => proto.Int64Data.Count,
        TensorProto.Types.DataType.Uint32 or TensorProto.Types.DataType.Uint64 => proto.Uint64Data.Count,
        _ => proto.Int32Data.Count,
    };

    /// <summary>The elements as they would stand in raw form, or <see langword="null"/> for a type without typed field.</summary>
    public static byte[]? ToBytes(TensorProto proto) => (TensorProto.Types.DataType)proto.DataType switch
    {
        TensorProto.Types.DataType.Float => Pack(proto.FloatData, v => v),
        TensorProto.Types.DataType.Double => Pack(proto.DoubleData, v => v),
        TensorProto.Types.DataType.Int64 => Pack(proto.Int64Data, v => v),
        TensorProto.Types.DataType.Uint64 => Pack(proto.Uint64Data, v => v),
        TensorProto.Types.DataType.Uint32 => Pack(proto.Uint64Data, v => unchecked((uint)v)),
        TensorProto.Types.DataType.Int32 => Pack(proto.Int32Data, v => v),
        TensorProto.Types.DataType.Int16 => Pack(proto.Int32Data, v => unchecked((short)v)),
        TensorProto.Types.DataType.Int8 => Pack(proto.Int32Data, v => unchecked((sbyte)v)),
        TensorProto.Types.DataType.Uint8 => Pack(proto.Int32Data, v => unchecked((byte)v)),
        TensorProto.Types.DataType.Bool => Pack(proto.Int32Data, v => (byte)(v == 0 ? 0 : 1)),
        // float16 and bfloat16 stand as bit patterns in the low half of an int32.
        TensorProto.Types.DataType.Uint16 or TensorProto.Types.DataType.Float16 or TensorProto.Types.DataType.Bfloat16 =>
            Pack(proto.Int32Data, v => unchecked((ushort)v)),
        _ => null,
    };

    private static byte[] Pack<TStored, TElement>(IReadOnlyList<TStored> values, Func<TStored, TElement> convert)
        where TElement : unmanaged
    {
        var elements = new TElement[values.Count];
        for (var i = 0; i < elements.Length; i++)
            elements[i] = convert(values[i]);
        return MemoryMarshal.AsBytes(elements.AsSpan()).ToArray();
    }
}
