using Salience.Onnx.Conversion;
using Salience.Operators;

namespace Salience.Onnx.Converters;

/// <summary>
/// How two operands met before opset 7: equal shapes, or with <c>broadcast = 1</c> the second one's axes at those of the first from <c>axis</c> on,
/// at the last ones where no axis is given.
/// </summary>
internal static class LegacyBroadcast
{
    private const int NumpySince = 7;

    /// <summary>Adds an operator on two operands, the second one aligned where the version and its attributes ask for it.</summary>
    public static void Emit(ConversionContext c, Operator operation)
    {
        if (c.Version >= NumpySince)
        {
            c.Emit(operation);
            return;
        }

        var broadcast = c.Node.GetInt("broadcast", 0) != 0;
        var hasAxis = c.Node.HasAttribute("axis");
        var axis = c.Node.GetInt("axis", 0);
        if (!broadcast || !hasAxis)
        {
            c.Emit(operation);
            return;
        }

        var shape = c.EmitValue(new Shape(), "shape", c.Input(0));
        c.Emit(operation, c.Input(0), c.EmitValue(new AxisAlignment(axis), "aligned", c.Input(1), shape));
    }
}
