using Google.Protobuf;
using Salience.Onnx.Format;
using TorchSharp;
using static TorchSharp.torch;
using DataType = Salience.Onnx.Format.TensorProto.Types.DataType;

namespace Salience.Onnx.Export;

/// <summary>Stores tensors as raw little-endian bytes.</summary>
internal static class TensorWriter
{
    /// <summary>The stored form of a tensor of any layout.</summary>
    public static TensorProto Write(Tensor tensor, string name)
    {
        var proto = new TensorProto { Name = name, DataType = (int)TypeOf(tensor.dtype), Dims = { tensor.shape }, RawData = ByteString.Empty };
        if (tensor.numel() == 0)
            return proto;
        using var scope = NewDisposeScope();
        proto.RawData = UnsafeByteOperations.UnsafeWrap(tensor.detach().cpu().contiguous().bytes.ToArray());
        return proto;
    }

    /// <summary>The ONNX type of a torch type.</summary>
    /// <exception cref="ArgumentException">ONNX tensors of that type are not written.</exception>
    public static DataType TypeOf(ScalarType type) => type switch
    {
        ScalarType.Float32 => DataType.Float,
        ScalarType.Float64 => DataType.Double,
        ScalarType.Float16 => DataType.Float16,
        ScalarType.BFloat16 => DataType.Bfloat16,
        ScalarType.Int8 => DataType.Int8,
        ScalarType.Int16 => DataType.Int16,
        ScalarType.Int32 => DataType.Int32,
        ScalarType.Int64 => DataType.Int64,
        ScalarType.Byte => DataType.Uint8,
        ScalarType.Bool => DataType.Bool,
        _ => throw new ArgumentException($"Tensors of type {type} cannot be written to an ONNX file; convert them to a real, integer or Boolean type."),
    };
}
