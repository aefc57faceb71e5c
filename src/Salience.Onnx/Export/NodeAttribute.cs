using System.Globalization;
using Google.Protobuf;
using Salience.Onnx.Format;
using Salience.Onnx.Metadata;
using Kind = Salience.Onnx.Format.AttributeProto.Types.AttributeType;

namespace Salience.Onnx.Export;

/// <summary>One attribute of a node to be written.</summary>
/// <param name="Proto">As the file stores it.</param>
/// <param name="Exact">The network's own number where the file's float32 would be read as another one; see <see cref="ExactNumbers"/>.</param>
internal sealed record NodeAttribute(AttributeProto Proto, double? Exact = null)
{
    /// <summary>An integer.</summary>
    public static NodeAttribute Int(string name, long value) => new(new AttributeProto { Name = name, Type = Kind.Int, I = value });

    /// <summary>A truth value, as 0 or 1.</summary>
    public static NodeAttribute Flag(string name, bool value) => Int(name, value ? 1 : 0);

    /// <summary>Integers.</summary>
    public static NodeAttribute Ints(string name, IEnumerable<long> values) => new(new AttributeProto { Name = name, Type = Kind.Ints, Ints = { values } });

    /// <summary>A real number.</summary>
    public static NodeAttribute Float(string name, double value)
    {
        var stored = (float)value;
        return new(new AttributeProto { Name = name, Type = Kind.Float, F = stored }, Decimal(stored).Equals(value) ? null : value);
    }

    /// <summary>A text.</summary>
    public static NodeAttribute Text(string name, string value) =>
        new(new AttributeProto { Name = name, Type = Kind.String, S = ByteString.CopyFromUtf8(value) });

    /// <summary>A tensor.</summary>
    public static NodeAttribute Tensor(string name, TensorProto value) => new(new AttributeProto { Name = name, Type = Kind.Tensor, T = value });

    /// <summary>A subgraph.</summary>
    public static NodeAttribute Graph(string name, GraphProto value) => new(new AttributeProto { Name = name, Type = Kind.Graph, G = value });

    /// <summary>What the importer reads for a stored number: the shortest decimal that rounds to it.</summary>
    private static double Decimal(float value) => double.Parse(value.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
