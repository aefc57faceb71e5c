using System.Globalization;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Salience.Onnx.Format;
using static TorchSharp.torch;
using DataType = Salience.Onnx.Format.TensorProto.Types.DataType;

namespace Salience.Tests.OnnxRuntime;

/// <summary>A tensor written in a case file: element type, sizes and values.</summary>
/// <param name="Type">ONNX element type.</param>
/// <param name="Shape">Sizes.</param>
/// <param name="Values">Values in row-major order.</param>
internal sealed record CaseTensor(DataType Type, long[] Shape, double[] Values)
{
    /// <summary>
    /// Reads one tensor: a letter for the type, then <c>:2x3</c> for random numbers of that shape (<c>+:2x3</c> for positive ones),
    /// <c>[1,2]</c> for a vector, <c>[1,2,3,4]@2x2</c> for any shape, or <c>=1</c> for a scalar.
    /// </summary>
    public static CaseTensor Parse(string text, Random random)
    {
        var (type, rest) = (TypeOf(text[0]), text[1..]);
        if (rest[0] is ':' or '+')
        {
            var shape = Sizes(rest[(rest.IndexOf(':') + 1)..]);
            var count = shape.Aggregate(1L, (a, b) => a * b);
            return new CaseTensor(type, shape, [.. Enumerable.Range(0, (int)count).Select(_ => Draw(type, rest[0] == '+', random))]);
        }

        if (rest[0] == '=')
            return new CaseTensor(type, [], [Number(rest[1..])]);
        var close = rest.IndexOf(']');
        var values = rest[1..close].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Number).ToArray();
        return new CaseTensor(type, close + 1 < rest.Length ? Sizes(rest[(close + 2)..]) : [values.Length], values);
    }

    /// <summary>The tensor as ONNX stores it.</summary>
    public TensorProto ToProto(string name)
    {
        var proto = new TensorProto { Name = name, DataType = (int)Type, RawData = ByteString.CopyFrom(Bytes()) };
        proto.Dims.Add(Shape);
        return proto;
    }

    /// <summary>The tensor as libtorch holds it.</summary>
    public Tensor ToTorch()
    {
        var type = ElementType.Find((int)Type)!.Torch;
        if (Values.Length == 0)
            return zeros(Shape, type);
        // The largest integers overflow on libtorch's way from float64, and saturate on this one.
        return type == ScalarType.Int64 ? tensor(Values.Select(v => (long)v).ToArray(), Shape) : tensor(Values, Shape, dtype: ScalarType.Float64).to_type(type);
    }

    /// <summary>The elements in the type's own bytes.</summary>
    public byte[] Bytes() => Type switch
    {
        DataType.Float => Cast(v => (float)v),
        DataType.Double => Cast(v => v),
        DataType.Float16 => Cast(v => (Half)v),
        DataType.Bfloat16 => Cast(v => (ushort)(BitConverter.SingleToUInt32Bits((float)v) >> 16)),
        DataType.Int8 => Cast(v => (sbyte)v),
        DataType.Int16 => Cast(v => (short)v),
        DataType.Int32 => Cast(v => (int)v),
        DataType.Int64 => Cast(v => (long)v),
        DataType.Uint16 => Cast(v => (ushort)v),
        DataType.Uint32 => Cast(v => (uint)v),
        _ => Cast(v => (byte)v),
    };

    private byte[] Cast<T>(Func<double, T> convert)
        where T : unmanaged => MemoryMarshal.AsBytes<T>(Values.Select(convert).ToArray()).ToArray();

    private static double Draw(DataType type, bool positive, Random random) => type switch
    {
        // Coarse steps: every one of them is exact in half precision as well.
        DataType.Float or DataType.Double or DataType.Float16 or DataType.Bfloat16 =>
            positive ? random.Next(1, 64) / 32.0 : random.Next(-64, 65) / 32.0,
        DataType.Bool => random.Next(2),
        DataType.Uint8 or DataType.Uint16 or DataType.Uint32 => random.Next(0, 9),
        _ => positive ? random.Next(1, 6) : random.Next(-5, 6),
    };

    private static long[] Sizes(string text) =>
        text.Split('x', StringSplitOptions.RemoveEmptyEntries).Select(s => long.Parse(s, CultureInfo.InvariantCulture)).ToArray();

    private static double Number(string text) => text switch
    {
        "nan" => double.NaN,
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };

    private static DataType TypeOf(char letter) => letter switch
    {
        'f' => DataType.Float,
        'd' => DataType.Double,
        'h' => DataType.Float16,
        'q' => DataType.Bfloat16,
        'c' => DataType.Int8,
        's' => DataType.Int16,
        'i' => DataType.Int32,
        'l' => DataType.Int64,
        'u' => DataType.Uint8,
        'v' => DataType.Uint16,
        'w' => DataType.Uint32,
        'b' => DataType.Bool,
        _ => throw new FormatException($"'{letter}' names no element type."),
    };
}
