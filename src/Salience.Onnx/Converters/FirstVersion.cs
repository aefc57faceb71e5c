using Salience.Onnx.Conversion;

namespace Salience.Onnx.Converters;

/// <summary>What the first opset had and later ones dropped.</summary>
internal static class FirstVersion
{
    /// <summary>Skips <c>consumed_inputs</c>, by which version 1 of many operators allowed an input's memory to be overwritten: no effect on values.</summary>
    public static void IgnoreMemoryHint(ConversionContext c)
    {
        if (c.Version == 1)
            c.Node.IgnoreAttribute("consumed_inputs");
    }
}
