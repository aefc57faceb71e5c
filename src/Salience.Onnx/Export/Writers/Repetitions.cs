using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Onnx.Export.Writers;

/// <summary>Expand and Tile. Tile's first form, along one axis, is written as the later one: ones for every axis, the number of copies at one of them.</summary>
internal static class Repetitions
{
    [OperatorWriter(typeof(Expand), typeof(Tile))]
    internal static void Repeat(Operator op, ExportContext c) => c.Emit(op.Name);

    [OperatorWriter]
    internal static void AlongAxis(TileAlongAxis op, ExportContext c)
    {
        var rank = c.EmitValue("Shape", "rank", [c.EmitValue("Shape", "shape", [c.Input(0)])]);
        var ones = ShapeArithmetic.Ones(c, rank);
        var repeats = c.EmitValue("ScatterElements", "repeats", [ones, Single(c, 2, "axis"), Single(c, 1, "copies")]);
        c.Emit("Tile", [c.Input(0), repeats]);
    }

    /// <summary>A number of any type and shape as a list of one integer.</summary>
    private static string Single(ExportContext c, int input, string suffix)
    {
        var whole = c.EmitValue("Cast", $"{suffix}_whole", [c.Input(input)], Casts.To(ScalarType.Int64));
        return c.EmitValue("Reshape", suffix, [whole, c.Integers($"{suffix}_shape", 1)]);
    }
}
