using System.Runtime.InteropServices;
using Google.Protobuf;
using Salience.Onnx;
using Salience.Onnx.Format;
using TorchSharp;
using static TorchSharp.torch;
using DataType = Salience.Onnx.Format.TensorProto.Types.DataType;

namespace Salience.Tests.Onnx.Format;

/// <summary>Stored tensors come out with the values that were stored, or are refused with a message that names them.</summary>
[NoTensorLeaks]
public class OnnxTensorReaderTests
{
    public static TheoryData<int, byte[], ScalarType, double[]> Raw => new()
    {
        { (int)DataType.Float, Bytes(1.5f, -2f), ScalarType.Float32, [1.5, -2] },
        { (int)DataType.Double, Bytes(1.5, -2e-300), ScalarType.Float64, [1.5, -2e-300] },
        { (int)DataType.Float16, Bytes((Half)1.5, (Half)(-65504)), ScalarType.Float16, [1.5, -65504] },
        { (int)DataType.Bfloat16, Bytes((ushort)0x3FC0, (ushort)0xC000), ScalarType.BFloat16, [1.5, -2] },
        { (int)DataType.Int8, Bytes((sbyte)-128, (sbyte)127), ScalarType.Int8, [-128, 127] },
        { (int)DataType.Int16, Bytes((short)-300, (short)300), ScalarType.Int16, [-300, 300] },
        { (int)DataType.Int32, Bytes(-70000, 70000), ScalarType.Int32, [-70000, 70000] },
        { (int)DataType.Int64, Bytes(-5_000_000_000L, 5_000_000_000L), ScalarType.Int64, [-5e9, 5e9] },
        { (int)DataType.Uint8, Bytes((byte)0, (byte)255), ScalarType.Byte, [0, 255] },
        { (int)DataType.Uint16, Bytes((ushort)1, (ushort)65535), ScalarType.Int32, [1, 65535] },
        { (int)DataType.Uint32, Bytes(1u, 4294967295u), ScalarType.Int64, [1, 4294967295] },
        { (int)DataType.Uint64, Bytes(1ul, 1ul << 62), ScalarType.Int64, [1, 4.611686018427388e18] },
        { (int)DataType.Bool, [0, 2], ScalarType.Bool, [0, 1] },
    };

    [Theory]
    [MemberData(nameof(Raw))]
    public void Raw_bytes_give_the_stored_values(int type, byte[] raw, ScalarType expectedType, double[] expected)
    {
        using var tensor = Read(new TensorProto { DataType = type, Dims = { 2 }, RawData = ByteString.CopyFrom(raw) });
        AssertValues(tensor, expectedType, expected);
    }

    public static TheoryData<int, ScalarType> TypedTypes => new()
    {
        { (int)DataType.Float, ScalarType.Float32 }, { (int)DataType.Double, ScalarType.Float64 }, { (int)DataType.Int8, ScalarType.Int8 },
        { (int)DataType.Int16, ScalarType.Int16 }, { (int)DataType.Int32, ScalarType.Int32 }, { (int)DataType.Int64, ScalarType.Int64 },
        { (int)DataType.Uint8, ScalarType.Byte }, { (int)DataType.Uint16, ScalarType.Int32 }, { (int)DataType.Uint32, ScalarType.Int64 },
        { (int)DataType.Uint64, ScalarType.Int64 },
    };

    [Theory]
    [MemberData(nameof(TypedTypes))]
    public void Typed_fields_give_the_stored_values(int type, ScalarType expectedType)
    {
        var proto = new TensorProto { DataType = type, Dims = { 1, 2 } };
        switch ((DataType)type)
        {
            case DataType.Float: proto.FloatData.Add([3f, 7f]); break;
            case DataType.Double: proto.DoubleData.Add([3.0, 7.0]); break;
            case DataType.Int64: proto.Int64Data.Add([3L, 7L]); break;
            case DataType.Uint32 or DataType.Uint64: proto.Uint64Data.Add([3ul, 7ul]); break;
            default: proto.Int32Data.Add([3, 7]); break;
        }

        using var tensor = Read(proto);
        Assert.Equal([1L, 2], tensor.shape);
        AssertValues(tensor, expectedType, [3, 7]);
    }

    [Fact]
    public void Half_floats_stand_as_bit_patterns_in_the_integer_field()
    {
        using var half = Read(new TensorProto { DataType = (int)DataType.Float16, Dims = { 2 }, Int32Data = { 0x3E00, 0xC000 } });
        AssertValues(half, ScalarType.Float16, [1.5, -2]);
        using var brain = Read(new TensorProto { DataType = (int)DataType.Bfloat16, Dims = { 2 }, Int32Data = { 0x3FC0, 0xC000 } });
        AssertValues(brain, ScalarType.BFloat16, [1.5, -2]);
    }

    [Fact]
    public void Scalars_and_empty_tensors_keep_their_shape()
    {
        using var scalar = Read(TestModel.Floats("s", [], 4));
        Assert.Empty(scalar.shape);
        using var empty = Read(TestModel.Floats("e", [2, 0, 3]));
        Assert.Equal([2L, 0, 3], empty.shape);
    }

    [Fact]
    public void Infinities_are_kept_because_attention_masks_are_made_of_them()
    {
        using var mask = Read(TestModel.Floats("mask", [2], float.NegativeInfinity, float.PositiveInfinity));
        AssertValues(mask, ScalarType.Float32, [double.NegativeInfinity, double.PositiveInfinity]);
    }

    [Theory]
    [InlineData((int)DataType.Float)]
    [InlineData((int)DataType.Double)]
    [InlineData((int)DataType.Float16)]
    [InlineData((int)DataType.Bfloat16)]
    public void NaN_is_refused_with_its_place(int type)
    {
        byte[] raw = (DataType)type switch
        {
            DataType.Float => Bytes(1f, float.NaN),
            DataType.Double => Bytes(1.0, double.NaN),
            DataType.Float16 => Bytes((Half)1, Half.NaN),
            _ => Bytes((ushort)0x3F80, (ushort)0x7FC0),
        };
        Refused(new TensorProto { DataType = type, Dims = { 2 }, RawData = ByteString.CopyFrom(raw) }, "holds NaN at element 1");
    }

    [Fact]
    public void Bytes_that_disagree_with_the_shape_are_refused()
    {
        Refused(new TensorProto { DataType = 1, Dims = { 3 }, RawData = ByteString.CopyFrom(new byte[8]) }, "takes 12 bytes, but 8 are stored");
        Refused(TestModel.Floats("w", [2, 2], 1, 2, 3), "takes 4 elements, but 3 are stored");
        Refused(new TensorProto { DataType = 1 }, "takes 1 elements, but 0 are stored");
    }

    [Theory]
    [InlineData(-1L)]
    [InlineData(long.MinValue)]
    [InlineData(1L << 40)]
    public void Impossible_dimensions_are_refused(long size) =>
        Refused(new TensorProto { DataType = 1, Dims = { size } }, $"a dimension of size {size}");

    [Fact]
    public void Shapes_whose_size_overflows_are_refused() =>
        Refused(new TensorProto { DataType = 1, Dims = { int.MaxValue, int.MaxValue, int.MaxValue } }, "more than any file can hold");

    [Fact]
    public void An_enormous_tensor_without_bytes_is_refused_before_it_is_allocated()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refused(new TensorProto { DataType = 1, Dims = { 100_000, 10_000 } }, "elements, but 0 are stored");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Fact]
    public void Too_many_dimensions_are_refused()
    {
        var proto = new TensorProto { DataType = 1, RawData = ByteString.CopyFrom(new byte[4]) };
        proto.Dims.Add(Enumerable.Repeat(1L, 1000));
        Refused(proto, "1000 dimensions");
    }

    [Theory]
    [InlineData((int)DataType.String, "string")]
    [InlineData((int)DataType.Complex64, "complex64")]
    [InlineData((int)DataType.Float8E4M3Fn, "float8e4m3fn")]
    [InlineData((int)DataType.Int4, "int4")]
    [InlineData(0, "undefined")]
    [InlineData(99, "number 99")]
    public void Types_without_torch_counterpart_are_refused(int type, string name) =>
        Refused(new TensorProto { DataType = type, Dims = { 1 } }, $"element type {name}");

    [Fact]
    public void Unsigned_values_beyond_the_signed_range_are_refused() =>
        Refused(new TensorProto { DataType = (int)DataType.Uint64, Dims = { 1 }, Uint64Data = { ulong.MaxValue } }, "beyond 2^63");

    [Fact]
    public void Segments_are_refused() =>
        Refused(new TensorProto { DataType = 1, Dims = { 1 }, Segment = new TensorProto.Types.Segment { Begin = 0, End = 1 } }, "segments");

    [Fact]
    public void Many_tensors_on_the_same_bytes_are_refused_once_the_budget_is_spent()
    {
        var budget = new AllocationBudget(0);
        var reader = new OnnxTensorReader("m.onnx", Path.GetTempPath(), budget);
        Assert.True(budget.TrySpend(AllocationBudget.Base - 8));
        reader.Read(TestModel.Floats("a", [2], 1, 2), "a").Dispose();
        var e = Assert.Throws<OnnxFormatException>(() => reader.Read(TestModel.Floats("b", [2], 1, 2), "b"));
        Assert.Contains("refer to the same stored bytes", e.Message, StringComparison.Ordinal);
    }

    private static Tensor Read(TensorProto proto) =>
        new OnnxTensorReader("m.onnx", Path.GetTempPath(), new AllocationBudget(1 << 20)).Read(proto, "w");

    private static void Refused(TensorProto proto, string fragment)
    {
        var e = Assert.Throws<OnnxFormatException>(() => Read(proto));
        Assert.StartsWith("m.onnx: tensor 'w' ", e.Message, StringComparison.Ordinal);
        Assert.Contains(fragment, e.Message, StringComparison.Ordinal);
    }

    private static void AssertValues(Tensor tensor, ScalarType type, double[] expected)
    {
        Assert.Equal(type, tensor.dtype);
        using var scope = NewDisposeScope();
        Assert.Equal(expected, tensor.to_type(ScalarType.Float64).flatten().data<double>().ToArray());
    }

    private static byte[] Bytes<T>(params ReadOnlySpan<T> values)
        where T : unmanaged => MemoryMarshal.AsBytes(values).ToArray();
}
