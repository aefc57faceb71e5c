using Salience.Onnx.Conversion;
using static TorchSharp.torch;

namespace Salience.Onnx.Converters;

/// <summary>ONNX Clip. 1: bounds are attributes; a hint about memory. 6: without it. 11: bounds are optional inputs. 12: integers. 13: bfloat16.</summary>
/// <remarks>https://onnx.ai/onnx/operators/onnx__Clip.html. Nothing of it is missing.</remarks>
internal static class Clip
{
    [OnnxOperator("Clip", 1, 6)]
    internal static void FromAttributes(ConversionContext c)
    {
        FirstVersion.IgnoreMemoryHint(c);
        c.Emit(new Operators.Clip(), c.Input(0), Bound(c, "min"), Bound(c, "max"));
    }

    [OnnxOperator("Clip", 11, 12, 13)]
    internal static void FromInputs(ConversionContext c) => c.Emit(new Operators.Clip());

    private static string Bound(ConversionContext c, string name) =>
        c.Node.HasAttribute(name) ? c.Constant(tensor(c.Node.GetFloat(name)), name) : string.Empty;
}
