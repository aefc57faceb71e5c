using static TorchSharp.torch;

namespace Salience.Onnx.Format;

/// <summary>How one ONNX element type is stored and which torch type holds it.</summary>
/// <param name="Name">The type's name in ONNX.</param>
/// <param name="Size">Bytes of one element in raw form.</param>
/// <param name="Torch">The torch type that holds every value of it (unsigned types get the next wider signed one).</param>
internal sealed record ElementType(string Name, int Size, ScalarType Torch)
{
    /// <summary>The supported type of that number, or <see langword="null"/>.</summary>
    /// <param name="dataType">A value of <c>TensorProto.DataType</c>.</param>
    public static ElementType? Find(int dataType) => (TensorProto.Types.DataType)dataType switch
    {
        TensorProto.Types.DataType.Float => new("float", 4, ScalarType.Float32),
        TensorProto.Types.DataType.Double => new("double", 8, ScalarType.Float64),
        TensorProto.Types.DataType.Float16 => new("float16", 2, ScalarType.Float16),
        TensorProto.Types.DataType.Bfloat16 => new("bfloat16", 2, ScalarType.BFloat16),
        TensorProto.Types.DataType.Int8 => new("int8", 1, ScalarType.Int8),
        TensorProto.Types.DataType.Int16 => new("int16", 2, ScalarType.Int16),
        TensorProto.Types.DataType.Int32 => new("int32", 4, ScalarType.Int32),
        TensorProto.Types.DataType.Int64 => new("int64", 8, ScalarType.Int64),
        TensorProto.Types.DataType.Uint8 => new("uint8", 1, ScalarType.Byte),
        TensorProto.Types.DataType.Uint16 => new("uint16", 2, ScalarType.Int32),
        TensorProto.Types.DataType.Uint32 => new("uint32", 4, ScalarType.Int64),
        TensorProto.Types.DataType.Uint64 => new("uint64", 8, ScalarType.Int64),
        TensorProto.Types.DataType.Bool => new("bool", 1, ScalarType.Bool),
        _ => null,
    };

    /// <summary>The name of any type number, for messages.</summary>
    public static string NameOf(int dataType) =>
        Enum.IsDefined((TensorProto.Types.DataType)dataType)
            ? ((TensorProto.Types.DataType)dataType).ToString().ToLowerInvariant()
            : $"number {dataType}";
}
