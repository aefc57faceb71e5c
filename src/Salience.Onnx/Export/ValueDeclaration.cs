using Salience.Networks;
using Salience.Onnx.Format;
using static TorchSharp.torch;

namespace Salience.Onnx.Export;

/// <summary>Declares inputs and outputs: element type, sizes, and names for the sizes that vary.</summary>
internal static class ValueDeclaration
{
    /// <summary>Names of the axes of pictures; equal names promise equal sizes, so that only the first input has them.</summary>
    private static readonly string[] PictureAxes = ["N", "C", "H", "W"];

    /// <summary>An input of the network.</summary>
    /// <param name="input">The input.</param>
    /// <param name="index">Which one it is.</param>
    public static ValueInfoProto Of(NetworkInput input, int index) =>
        New(input.Name, input.Type, input.Shape.Count == 0 ? null : input.Shape, axis => NameOf(input, index, axis));

    /// <summary>An output of the network; its batch size has the name of the input's.</summary>
    public static ValueInfoProto Of(string name, ScalarType? type, IReadOnlyList<long?>? shape, IReadOnlyList<NetworkInput> inputs) =>
        New(name, type ?? ScalarType.Float32, shape, axis => axis == 0 && inputs is [{ Shape: [null, ..] }, ..] ? PictureAxes[0] : $"{name}_{axis}");

    private static string NameOf(NetworkInput input, int index, int axis) => index switch
    {
        0 when axis == 0 => PictureAxes[0],
        0 when input.Shape.Count == PictureAxes.Length => PictureAxes[axis],
        _ => $"{input.Name}_{axis}",
    };

    private static ValueInfoProto New(string name, ScalarType type, IReadOnlyList<long?>? shape, Func<int, string> nameOf)
    {
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)TensorWriter.TypeOf(type) };
        if (shape is not null)
            tensor.Shape = new TensorShapeProto { Dim = { shape.Select((size, axis) => Dimension(size, nameOf(axis))) } };
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }

    private static TensorShapeProto.Types.Dimension Dimension(long? size, string name) =>
        size is { } fixedSize ? new() { DimValue = fixedSize } : new() { DimParam = name };
}
