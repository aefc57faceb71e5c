using Salience.Operators;

namespace Salience.Onnx.Export.Writers;

/// <summary>ONNX Conv and ConvTranspose.</summary>
internal static class Convolutions
{
    [OperatorWriter]
    internal static void Convolution(Conv op, ExportContext c)
    {
        List<NodeAttribute> attributes =
        [
            NodeAttribute.Ints("strides", op.Strides),
            NodeAttribute.Ints("dilations", op.Dilations),
            NodeAttribute.Int("group", op.Groups),
            SlidingWindows.Padding(op.Padding),
        ];
        if (c.Parameter(1) is { } kernel)
            attributes.Add(NodeAttribute.Ints("kernel_shape", kernel.shape[2..]));
        c.Emit("Conv", attributes);
    }

    [OperatorWriter]
    internal static void TransposedConvolution(ConvTranspose op, ExportContext c)
    {
        List<NodeAttribute> attributes =
        [
            NodeAttribute.Ints("strides", op.Strides),
            NodeAttribute.Ints("dilations", op.Dilations),
            NodeAttribute.Int("group", op.Groups),
            NodeAttribute.Ints("output_padding", op.OutputPadding),
            SlidingWindows.Padding(op.Padding),
        ];
        if (op.OutputShape is { } shape)
            attributes.Add(NodeAttribute.Ints("output_shape", shape));
        if (c.Parameter(1) is { } kernel)
            attributes.Add(NodeAttribute.Ints("kernel_shape", kernel.shape[2..]));
        c.Emit("ConvTranspose", attributes);
    }
}
