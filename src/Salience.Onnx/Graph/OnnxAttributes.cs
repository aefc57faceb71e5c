using System.Globalization;
using Salience.Onnx.Format;
using static TorchSharp.torch;
using Kind = Salience.Onnx.Format.AttributeProto.Types.AttributeType;

namespace Salience.Onnx.Graph;

/// <summary>The attributes of one node, by name and type. Remembers which were read: one that nobody reads changes the node's meaning unseen.</summary>
internal sealed class OnnxAttributes
{
    private readonly Dictionary<string, AttributeProto> _attributes = [];
    private readonly HashSet<string> _read = [];
    private readonly Func<string, OnnxFormatException> _fault;
    private readonly OnnxTensorReader _tensors;
    private readonly IReadOnlyDictionary<string, double>? _exact;

    /// <summary>The attributes given.</summary>
    /// <param name="attributes">Attributes of the node.</param>
    /// <param name="tensors">Decodes tensor attributes.</param>
    /// <param name="fault">Makes the exception that names file and node.</param>
    /// <param name="exact">Numbers that float32 attributes could not hold, by name; see <see cref="Metadata.ExactNumbers"/>.</param>
    public OnnxAttributes(
        IEnumerable<(string Name, AttributeProto Value)> attributes,
        OnnxTensorReader tensors,
        Func<string, OnnxFormatException> fault,
        IReadOnlyDictionary<string, double>? exact = null)
    {
        _tensors = tensors;
        _exact = exact;
        _fault = fault;
        foreach (var (name, value) in attributes)
        {
            if (!_attributes.TryAdd(name, value))
                throw fault($"has the attribute '{name}' twice. The file is damaged.");
        }
    }

    /// <summary>Names of the attributes that no accessor was asked for.</summary>
    public IEnumerable<string> Unread => _attributes.Keys.Where(name => !_read.Contains(name)).Order(StringComparer.Ordinal);

    /// <summary>Whether the attribute is there; asking does not count as reading.</summary>
    public bool Has(string name) => _attributes.ContainsKey(name);

    /// <summary>Marks an attribute as known although it has no effect on what is computed.</summary>
    public void Ignore(string name) => _read.Add(name);

    /// <summary>An integer, or the operator's default.</summary>
    public long GetInt(string name, long otherwise) => Find(name, Kind.Int) is { } a ? a.I : otherwise;

    /// <summary>An integer that must be there.</summary>
    public long GetInt(string name) => Require(name, Kind.Int).I;

    /// <summary>A real number, or the operator's default.</summary>
    /// <remarks>
    /// The file holds float32; what is returned is the shortest decimal that rounds to it, so that an epsilon of 1e-5 is 1e-5 in float64
    /// too, as it was where the model was written, and not 9.99999975e-6.
    /// </remarks>
    public double GetFloat(string name, float otherwise) => Find(name, Kind.Float) is { } a ? Number(name, a.F) : Decimal(otherwise);

    /// <summary>A real number that must be there; see <see cref="GetFloat(string, float)"/>.</summary>
    public double GetFloat(string name) => Number(name, Require(name, Kind.Float).F);

    /// <summary>A text, or the operator's default.</summary>
    public string GetString(string name, string otherwise) => Find(name, Kind.String) is { } a ? a.S.ToStringUtf8() : otherwise;

    /// <summary>Integers, or <see langword="null"/> when the attribute is absent.</summary>
    public long[]? GetInts(string name) => Find(name, Kind.Ints) is { } a ? [.. a.Ints] : null;

    /// <summary>Real numbers, or <see langword="null"/> when the attribute is absent.</summary>
    public float[]? GetFloats(string name) => Find(name, Kind.Floats) is { } a ? [.. a.Floats] : null;

    /// <summary>Texts, or <see langword="null"/> when the attribute is absent.</summary>
    public string[]? GetStrings(string name) => Find(name, Kind.Strings) is { } a ? [.. a.Strings.Select(s => s.ToStringUtf8())] : null;

    /// <summary>A fresh tensor, or <see langword="null"/> when the attribute is absent.</summary>
    public Tensor? GetTensor(string name) => Find(name, Kind.Tensor) is { } a ? _tensors.Read(a.T ?? new TensorProto(), name) : null;

    /// <summary>A subgraph, or <see langword="null"/> when the attribute is absent.</summary>
    public GraphProto? GetGraph(string name) => Find(name, Kind.Graph) is { } a ? a.G ?? new GraphProto() : null;

    /// <summary>The exact number where there is one that still rounds to what the node says.</summary>
    private double Number(string name, float stored) =>
        _exact is not null && _exact.TryGetValue(name, out var exact) && ((float)exact).Equals(stored) ? exact : Decimal(stored);

    private static double Decimal(float value) => double.Parse(value.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private AttributeProto Require(string name, Kind kind) =>
        Find(name, kind) ?? throw _fault($"has no attribute '{name}', which its operator needs. The file is damaged.");

    private AttributeProto? Find(string name, Kind kind)
    {
        _read.Add(name);
        if (!_attributes.TryGetValue(name, out var attribute))
            return null;
        var type = TypeOf(attribute);
        if (type != kind)
            throw _fault($"has the attribute '{name}' of type {type}, where {kind} is needed. The file is damaged.");
        return attribute;
    }

    /// <summary>The declared type, or for files of the first format version, which declare none, the one that the content shows.</summary>
    private static Kind TypeOf(AttributeProto a) => a switch
    {
        { HasType: true, Type: not Kind.Undefined } => a.Type,
        { HasF: true } => Kind.Float,
        { HasI: true } => Kind.Int,
        { HasS: true } => Kind.String,
        { T: not null } => Kind.Tensor,
        { G: not null } => Kind.Graph,
        { Floats.Count: > 0 } => Kind.Floats,
        { Strings.Count: > 0 } => Kind.Strings,
        { SparseTensor: not null } => Kind.SparseTensor,
        _ => Kind.Ints,
    };
}
