using static TorchSharp.torch;

namespace Salience.Onnx.Export.Writers;

/// <summary>Computations on shapes that writers add where the format has no operator for what a network does.</summary>
internal static class ShapeArithmetic
{
    /// <summary>As many ones as the value says, a list of one integer.</summary>
    public static string Ones(ExportContext c, string count)
    {
        using var one = tensor([1L], ScalarType.Int64);
        return c.EmitValue("ConstantOfShape", "ones", [count], NodeAttribute.Tensor("value", TensorWriter.Write(one, "value")));
    }

    /// <summary>The shape of a value with axes of size 1 appended.</summary>
    /// <param name="c">The node being written.</param>
    /// <param name="value">The value.</param>
    /// <param name="count">How many axes, a list of one integer; none where it is negative.</param>
    public static string WithAxesAppended(ExportContext c, string value, string count)
    {
        var axes = c.EmitValue("Max", "appended", [count, c.Integers("none", 0)]);
        return c.EmitValue("Concat", "aligned_shape", [c.EmitValue("Shape", "own_shape", [value]), Ones(c, axes)], NodeAttribute.Int("axis", 0));
    }
}
