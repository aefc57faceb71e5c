namespace Salience.Onnx;

/// <summary>An input or output as a model declares it.</summary>
/// <param name="Name">Name of the value.</param>
/// <param name="Type">ONNX name of the element type; empty when not declared.</param>
/// <param name="Shape">Sizes, <see langword="null"/> where a dimension may vary; <see langword="null"/> altogether when the rank is not declared.</param>
public sealed record OnnxValueInfo(string Name, string Type, IReadOnlyList<long?>? Shape)
{
    /// <summary>For instance <c>input: float (any, 3, 224, 224)</c>.</summary>
    public override string ToString()
    {
        var shape = Shape is null
            ? "any shape"
            : $"({string.Join(", ", Shape.Select(s => s?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "any"))})";
        return $"{Name}: {(Type.Length == 0 ? "undeclared type" : Type)} {shape}";
    }
}
