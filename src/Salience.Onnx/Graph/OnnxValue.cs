using Salience.Onnx.Format;

namespace Salience.Onnx.Graph;

/// <summary>What a model declares about one of its inputs or outputs.</summary>
/// <param name="Name">Name of the value.</param>
/// <param name="Type">Element type, or <see langword="null"/> when the model does not say.</param>
/// <param name="Shape">Sizes, <see langword="null"/> where a dimension may vary; <see langword="null"/> altogether when the rank is not declared.</param>
internal sealed record OnnxValue(string Name, ElementType? Type, IReadOnlyList<long?>? Shape)
{
    private const int HighestRank = 64;

    /// <summary>Whether the declaration is that of a named tensor of a type we know.</summary>
    public static bool IsTensor(ValueInfoProto info) =>
        info.Name.Length > 0 && info.Type?.TensorType is { } tensor && (tensor.ElemType == 0 || ElementType.Find(tensor.ElemType) is not null);

    /// <summary>Reads a declaration.</summary>
    /// <exception cref="OnnxFormatException">The value is not a tensor, or its shape makes no sense.</exception>
    public static OnnxValue Read(string file, string role, ValueInfoProto info)
    {
        var what = $"{role} '{info.Name}'";
        if (info.Name.Length == 0)
            throw OnnxFormatException.In(file, $"has an {role} without a name. The file is damaged.");
        if (info.Type is null || info.Type.ValueCase == TypeProto.ValueOneofCase.None)
            return new OnnxValue(info.Name, null, null);
        if (info.Type.ValueCase != TypeProto.ValueOneofCase.TensorType)
        {
            var kind = info.Type.ValueCase.ToString().Replace("Type", string.Empty, StringComparison.Ordinal).ToLowerInvariant();
            throw OnnxFormatException.In(file, $"{what} is a {kind}, which is not supported. Export the model with tensor inputs and outputs.");
        }

        var tensor = info.Type.TensorType;
        var type = ElementType.Find(tensor.ElemType);
        if (type is null && tensor.ElemType != 0)
            throw OnnxFormatException.In(file, $"{what} has element type {ElementType.NameOf(tensor.ElemType)}, which is not supported.");
        return new OnnxValue(info.Name, type, tensor.Shape is null ? null : ReadShape(file, what, tensor.Shape));
    }

    /// <summary>Sizes; a name, -1 and 0 all stand for "any" in what exporters write.</summary>
    private static List<long?> ReadShape(string file, string what, TensorShapeProto shape)
    {
        if (shape.Dim.Count > HighestRank)
            throw OnnxFormatException.In(file, $"{what} has {shape.Dim.Count} dimensions; at most {HighestRank} are possible. The file is damaged.");
        var sizes = new List<long?>(shape.Dim.Count);
        foreach (var dim in shape.Dim)
        {
            if (dim.ValueCase != TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue || dim.DimValue is 0 or -1)
                sizes.Add(null);
            else if (dim.DimValue is < 0 or > int.MaxValue)
                throw OnnxFormatException.In(file, $"{what} has a dimension of size {dim.DimValue}. The file is damaged.");
            else
                sizes.Add(dim.DimValue);
        }

        return sizes;
    }
}
