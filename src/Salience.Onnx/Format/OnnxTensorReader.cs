using Salience.Onnx.Format.Storage;
using static TorchSharp.torch;

namespace Salience.Onnx.Format;

/// <summary>Decodes stored tensors: typed fields, raw bytes and external files.</summary>
/// <remarks>
/// The number of elements that the shape asks for is compared with the number that is stored before anything is allocated, so a
/// tensor never costs more than a small multiple of its own bytes. float16 and bfloat16 stay what they are; uint16, uint32 and
/// uint64 become the next wider signed type.
/// </remarks>
internal sealed class OnnxTensorReader(string file, string? folder, AllocationBudget budget, bool allowNaN = false)
{
    private const int HighestRank = 64;

    /// <summary>Decodes a tensor.</summary>
    /// <param name="proto">The stored tensor.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <returns>A fresh tensor on the CPU.</returns>
    /// <exception cref="OnnxFormatException">Its bytes disagree with its shape, its type is not supported, or it holds NaN.</exception>
    public Tensor Read(TensorProto proto, string name)
    {
        var type = ElementType.Find(proto.DataType)
            ?? throw Fault(name, $"has element type {ElementType.NameOf(proto.DataType)}, which is not supported. Convert it to float or an integer type.");
        if (proto.Segment is not null)
            throw Fault(name, "is stored in segments, which is not supported. Save the model again in one piece.");
        var shape = proto.Dims.ToArray();
        var count = CountElements(shape, name);
        var stored = Stored(proto, type, count, name);
        if (!budget.TrySpend(stored.Length))
            throw Fault(name, "is one of many that refer to the same stored bytes, which would take many times the memory of the files. Export the model again.");
        if (!allowNaN && NaNScan.FirstNaN(stored, type) is { } index)
            throw Fault(name, $"holds NaN at element {index}, so every explanation would be NaN. Check how the model was trained or converted.");
        return TensorFactory.Create(stored, type, shape)
            ?? throw Fault(name, "holds uint64 values beyond 2^63 - 1, which torch cannot hold.");
    }

    /// <summary>The raw little-endian bytes of the tensor, as many as the shape needs.</summary>
    private ReadOnlySpan<byte> Stored(TensorProto proto, ElementType type, long count, string name)
    {
        var wanted = checked(count * type.Size);
        if (proto.DataLocation == TensorProto.Types.DataLocation.External)
            return ExternalData.Read(proto.ExternalData, folder, wanted, budget, fault => Fault(name, fault));
        if (proto.HasRawData)
        {
            if (proto.RawData.Length != wanted)
                throw Fault(name, $"has shape {Show(proto.Dims)} of {type.Name}, which takes {wanted} bytes, but {proto.RawData.Length} are stored. The file is damaged.");
            return proto.RawData.Span;
        }

        var present = TypedFields.Count(proto);
        if (present != count)
            throw Fault(name, $"has shape {Show(proto.Dims)}, which takes {count} elements, but {present} are stored. The file is damaged.");
        return TypedFields.ToBytes(proto) ?? throw Fault(name, $"stores {type.Name} values in a field of another type. The file is damaged.");
    }

    private long CountElements(long[] shape, string name)
    {
        if (shape.Length > HighestRank)
            throw Fault(name, $"has {shape.Length} dimensions; at most {HighestRank} are possible. The file is damaged.");
        var count = 1L;
        foreach (var size in shape)
        {
            if (size is < 0 or > int.MaxValue)
                throw Fault(name, $"has a dimension of size {size}. The file is damaged.");
            if (size != 0 && count > int.MaxValue * 64L / size)
                throw Fault(name, $"has shape ({string.Join(", ", shape)}), which is more than any file can hold. The file is damaged.");
            count *= size;
        }

        return count;
    }

    private OnnxFormatException Fault(string name, string fault) => OnnxFormatException.In(file, $"tensor '{name}' {fault}");

    private static string Show(IEnumerable<long> dims) => $"({string.Join(", ", dims)})";
}
