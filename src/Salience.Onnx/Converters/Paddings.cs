using Salience.Onnx.Conversion;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Onnx.Converters;

/// <summary>
/// ONNX Pad (1: attribute paddings. 2: attribute pads. 11: pads and value are inputs. 13: more types. 18: axes are an input. 19: wrap.
/// 21 to 25: more types) and CenterCropPad (18).
/// </summary>
/// <remarks>https://onnx.ai/onnx/operators/onnx__Pad.html.</remarks>
internal static class Paddings
{
    [OnnxOperator("Pad", 1, 2)]
    internal static void FromAttributes(ConversionContext c)
    {
        var name = c.Version == 1 ? "paddings" : "pads";
        var amounts = c.Node.GetInts(name) ?? throw c.Node.Fault($"has no attribute '{name}', which its operator needs.");
        var fill = Fill(c);
        var value = (float)c.Node.GetFloat("value", 0);
        string[] inputs = [c.Input(0), c.Constant(tensor(amounts), "pads")];
        c.Emit(new Pad(fill), value == 0 ? inputs : [.. inputs, c.Constant(tensor(value), "value")]);
    }

    [OnnxOperator("Pad", 11, 13, 18, 19, 21, 23, 24, 25)]
    internal static void FromInputs(ConversionContext c) => c.Emit(new Pad(Fill(c)));

    [OnnxOperator("CenterCropPad", 18)]
    internal static void CenterCrop(ConversionContext c) => c.Emit(new CenterCropPad(c.Node.GetInts("axes")));

    private static PadFill Fill(ConversionContext c) => c.Node.GetString("mode", "constant") switch
    {
        "constant" => PadFill.Constant,
        "reflect" => PadFill.Reflect,
        "edge" => PadFill.Edge,
        "wrap" when c.Version >= 19 => PadFill.Wrap,
        var other => throw ConversionContext.Unsupported($"mode is '{other}'; constant, reflect, edge and (from version 19 on) wrap are supported"),
    };
}
