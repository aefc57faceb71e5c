using System.Globalization;
using System.Text.RegularExpressions;
using Google.Protobuf;
using Salience.Onnx.Format;
using AttributeType = Salience.Onnx.Format.AttributeProto.Types.AttributeType;

namespace Salience.Tests.OnnxRuntime;

/// <summary>
/// A node with its inputs, read from a line <c>opset Operator input… [-&gt; outputs] [| name=value …] [=&gt; expected…]</c>; <c>_</c> is an absent
/// input or output, attributes are <c>1</c>, <c>1.0</c>, <c>[1,2]</c>, <c>[1.0,2]</c>, <c>'text'</c> or <c>T</c> with a tensor.
/// </summary>
internal sealed partial class OperatorCase
{
    private readonly string _op;
    private readonly long _opset;
    private readonly List<AttributeProto> _attributes = [];
    private readonly string[] _outputs;

    private OperatorCase(string line)
    {
        // The same numbers whenever the line is the same, on every machine.
        var random = new Random(line.Aggregate(17, (h, c) => unchecked(h * 31 + c)));
        var (head, expected) = Cut(line, "=>");
        (head, var attributes) = Cut(head, "|");
        (head, var outputs) = Cut(head, "->");
        var words = Words(head);
        (_opset, _op) = (long.Parse(words[0], CultureInfo.InvariantCulture), words[1]);
        Inputs = [.. words.Skip(2).Select(w => w == "_" ? null : CaseTensor.Parse(w, random))];
        _outputs = outputs.Length == 0 ? ["y0"] : [.. Words(outputs).Select((w, i) => w == "_" ? string.Empty : $"y{i}")];
        foreach (Match match in Attribute().Matches(attributes))
            _attributes.Add(ReadAttribute(match.Groups[1].Value, match.Groups[2].Value, random));
        Expected = expected.Length == 0 ? null : [.. Words(expected).Select(w => CaseTensor.Parse(w, random))];
    }

    /// <summary>The inputs, <see langword="null"/> where one is absent.</summary>
    public IReadOnlyList<CaseTensor?> Inputs { get; }

    /// <summary>What the node must give, where the line says so.</summary>
    public IReadOnlyList<CaseTensor>? Expected { get; }

    /// <summary>Names of the outputs that are wanted.</summary>
    public IEnumerable<string> Outputs => _outputs.Where(o => o.Length > 0);

    /// <summary>Reads a line.</summary>
    public static OperatorCase Parse(string line) => new(line);

    /// <summary>The name of an input.</summary>
    public static string InputName(int index) => $"x{index}";

    /// <summary>A model of the one node; every input from <paramref name="constantFrom"/> on is an initialiser.</summary>
    public byte[] Model(int constantFrom = int.MaxValue)
    {
        var model = new ModelProto { IrVersion = 10, Graph = new GraphProto { Name = "case" } };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = _opset });
        var node = new NodeProto { OpType = _op, Name = "node" };
        node.Attribute.Add(_attributes);
        node.Output.Add(_outputs);
        for (var i = 0; i < Inputs.Count; i++)
        {
            node.Input.Add(Inputs[i] is null ? string.Empty : InputName(i));
            if (Inputs[i] is not { } input)
                continue;
            if (i >= constantFrom)
                model.Graph.Initializer.Add(input.ToProto(InputName(i)));
            else
                model.Graph.Input.Add(Declare(InputName(i), input));
        }

        model.Graph.Node.Add(node);
        model.Graph.Output.Add(Outputs.Select(o => new ValueInfoProto { Name = o }));
        return model.ToByteArray();
    }

    private static ValueInfoProto Declare(string name, CaseTensor input)
    {
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)input.Type, Shape = new TensorShapeProto() };
        tensor.Shape.Dim.Add(input.Shape.Select(s => new TensorShapeProto.Types.Dimension { DimValue = s }));
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }

    private static AttributeProto ReadAttribute(string name, string value, Random random)
    {
        var attribute = new AttributeProto { Name = name };
        if (value[0] == '\'')
            (attribute.Type, attribute.S) = (AttributeType.String, ByteString.CopyFromUtf8(value[1..^1]));
        else if (value[0] == 'T')
            (attribute.Type, attribute.T) = (AttributeType.Tensor, CaseTensor.Parse(value[1..], random).ToProto(name));
        else if (value[0] != '[' && !IsReal(value))
            (attribute.Type, attribute.I) = (AttributeType.Int, long.Parse(value, CultureInfo.InvariantCulture));
        else if (value[0] != '[')
            (attribute.Type, attribute.F) = (AttributeType.Float, float.Parse(value, CultureInfo.InvariantCulture));
        else
            ReadList(attribute, value);
        return attribute;
    }

    private static void ReadList(AttributeProto attribute, string value)
    {
        var items = value[1..^1].Split(',', StringSplitOptions.RemoveEmptyEntries);
        attribute.Type = IsReal(value) ? AttributeType.Floats : AttributeType.Ints;
        if (IsReal(value))
            attribute.Floats.Add(items.Select(i => float.Parse(i, CultureInfo.InvariantCulture)));
        else
            attribute.Ints.Add(items.Select(i => long.Parse(i, CultureInfo.InvariantCulture)));
    }

    private static bool IsReal(string value) => value.Contains('.', StringComparison.Ordinal) || value.Contains('e', StringComparison.Ordinal);

    private static (string Before, string After) Cut(string text, string mark)
    {
        var at = text.IndexOf($" {mark} ", StringComparison.Ordinal);
        return at < 0 ? (text, string.Empty) : (text[..at], text[(at + mark.Length + 2)..]);
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"(\w+)=('[^']*'|\S+)")]
    private static partial Regex Attribute();
}
