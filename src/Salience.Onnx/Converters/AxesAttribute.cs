using Salience.Onnx.Conversion;
using static TorchSharp.torch;

namespace Salience.Onnx.Converters;

/// <summary>The list <c>axes</c>, an attribute in early versions and an input in later ones.</summary>
internal static class AxesAttribute
{
    /// <summary>The node's data and its attribute <c>axes</c> as a constant; only the data where the attribute is absent.</summary>
    public static string[] WithInput(ConversionContext c) =>
        c.Node.GetInts("axes") is { } axes ? [c.Input(0), c.Constant(tensor(axes, ScalarType.Int64), "axes")] : [c.Input(0)];
}
