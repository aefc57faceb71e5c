using Salience.Onnx.Conversion;
using Salience.Operators;
using TorchSharp;

namespace Salience.Onnx.Converters;

/// <summary>
/// ONNX Identity: 1, 13 and later add element types, 14 sequences, 16 optionals. Dropout: 1 and 6 have a flag <c>is_test</c>; 7: evaluation mode only;
/// 10: the mask is Boolean; 12: ratio and training mode are inputs.
/// </summary>
/// <remarks>
/// https://onnx.ai/onnx/operators/onnx__Dropout.html. Networks are explained in evaluation mode, so that <c>is_test</c> has no effect. Not
/// supported: training mode asked for as an input, unless the ratio is 0; sequences and optionals.
/// </remarks>
internal static class Identities
{
    [OnnxOperator("Identity", 1, 13, 14, 16, 19, 21, 23, 24, 25)]
    internal static void Identity(ConversionContext c) => c.Emit(new Identity());

    [OnnxOperator("Dropout", 1, 6)]
    internal static void FirstDropout(ConversionContext c)
    {
        FirstVersion.IgnoreMemoryHint(c);
        c.Node.IgnoreAttribute("is_test");
        DropoutWithNumberMask(c);
    }

    [OnnxOperator("Dropout", 7)]
    internal static void DropoutWithNumberMask(ConversionContext c)
    {
        c.Node.IgnoreAttribute("ratio");
        c.Emit(new Dropout(maskType: null));
    }

    [OnnxOperator("Dropout", 10)]
    internal static void DropoutWithRatioAttribute(ConversionContext c)
    {
        c.Node.IgnoreAttribute("ratio");
        c.Emit(new Dropout());
    }

    [OnnxOperator("Dropout", 12, 13, 22)]
    internal static void DropoutWithRatioInput(ConversionContext c)
    {
        c.Node.IgnoreAttribute("seed");
        if (c.TryGetConstant(2, out var training) && training.ToBoolean() && !(c.TryGetConstant(1, out var ratio) && ratio.ToDouble() == 0))
            throw ConversionContext.Unsupported("training mode is random; export the model in evaluation mode");
        c.Emit(new Dropout());
    }
}
