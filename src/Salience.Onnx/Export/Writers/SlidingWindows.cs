using Salience.Operators;

namespace Salience.Onnx.Export.Writers;

/// <summary>The attributes that convolutions and pooling share: auto_pad, ceil_mode, dilations, kernel_shape, pads, strides.</summary>
internal static class SlidingWindows
{
    /// <summary>pads, or auto_pad where the amounts follow from the input's size.</summary>
    public static NodeAttribute Padding(SpatialPadding padding) => padding.Mode switch
    {
        PaddingMode.SameUpper => NodeAttribute.Text("auto_pad", "SAME_UPPER"),
        PaddingMode.SameLower => NodeAttribute.Text("auto_pad", "SAME_LOWER"),
        PaddingMode.Valid => NodeAttribute.Text("auto_pad", "VALID"),
        _ => NodeAttribute.Ints("pads", [.. padding.Begin, .. padding.End]),
    };

    /// <summary>The window of MaxPool, AveragePool or LpPool.</summary>
    /// <param name="c">The node.</param>
    /// <param name="window">The window.</param>
    /// <param name="dilatedSince">The opset since which the operator has dilations.</param>
    /// <param name="roundedSince">The opset since which it has ceil_mode.</param>
    public static List<NodeAttribute> Window(ExportContext c, SlidingWindow window, int dilatedSince, int roundedSince = 0)
    {
        List<NodeAttribute> attributes =
            [NodeAttribute.Ints("kernel_shape", window.Kernel), NodeAttribute.Ints("strides", window.Strides), Padding(window.Padding)];
        if (window.RoundUp)
        {
            c.RequireOpset(roundedSince);
            attributes.Add(NodeAttribute.Flag("ceil_mode", true));
        }

        if (window.Dilations.Any(d => d != 1))
        {
            c.RequireOpset(dilatedSince);
            attributes.Add(NodeAttribute.Ints("dilations", window.Dilations));
        }

        return attributes;
    }
}
