using Salience.Onnx.Conversion;
using Salience.Operators;

namespace Salience.Onnx.Converters;

/// <summary>
/// ONNX Conv and ConvTranspose. 1: first definition. 11: strides and dilations default to 1 on every axis. 22: bfloat16.
/// </summary>
/// <remarks>https://onnx.ai/onnx/operators/onnx__Conv.html, onnx__ConvTranspose.html. One to three spatial axes.</remarks>
internal static class Convolutions
{
    [OnnxOperator("Conv", 1, 11, 22)]
    internal static void Convolution(ConversionContext c)
    {
        var rank = SlidingWindows.SpatialRank(c, 1, 0);
        c.Emit(new Conv
        {
            Padding = SlidingWindows.Padding(c, rank),
            Strides = SlidingWindows.Steps(c, "strides", rank),
            Dilations = SlidingWindows.Steps(c, "dilations", rank),
            Groups = c.Node.GetInt("group", 1),
        });
    }

    [OnnxOperator("ConvTranspose", 1, 11, 22)]
    internal static void TransposedConvolution(ConversionContext c)
    {
        var rank = SlidingWindows.SpatialRank(c, 1, 0);
        // Some exporters write the whole output shape, batch and channels included.
        var shape = c.Node.GetInts("output_shape") is { } given ? given.Length == rank + 2 ? given[2..] : given : null;
        if (shape is not null && shape.Length != rank)
            throw c.Node.Fault($"has {shape.Length} entries in 'output_shape' for {rank} spatial axes.");
        c.Emit(new ConvTranspose
        {
            Padding = SlidingWindows.Padding(c, rank),
            Strides = SlidingWindows.Steps(c, "strides", rank),
            Dilations = SlidingWindows.Steps(c, "dilations", rank),
            OutputPadding = SlidingWindows.PerAxis(c, "output_padding", rank, otherwise: 0),
            OutputShape = shape,
            Groups = c.Node.GetInt("group", 1),
        });
    }
}
