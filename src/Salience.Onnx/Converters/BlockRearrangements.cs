using Salience.Onnx.Conversion;
using Salience.Operators;

namespace Salience.Onnx.Converters;

/// <summary>ONNX SpaceToDepth (1; 13: bfloat16), DepthToSpace (1; 11: mode DCR or CRD; 13: bfloat16) and Col2Im (18).</summary>
/// <remarks>https://onnx.ai/onnx/operators/onnx__DepthToSpace.html and the pages of the others.</remarks>
internal static class BlockRearrangements
{
    [OnnxOperator("SpaceToDepth", 1, 13)]
    internal static void ToDepth(ConversionContext c) => c.Emit(new SpaceToDepth(BlockSize(c)));

    [OnnxOperator("DepthToSpace", 1)]
    internal static void ToSpace(ConversionContext c) => c.Emit(new DepthToSpace(BlockSize(c)));

    [OnnxOperator("DepthToSpace", 11, 13)]
    internal static void ToSpaceInEitherOrder(ConversionContext c) => c.Emit(new DepthToSpace(BlockSize(c), c.Node.GetString("mode", "DCR") switch
    {
        "DCR" => false,
        "CRD" => true,
        var other => throw ConversionContext.Unsupported($"mode is '{other}'; DCR and CRD are supported"),
    }));

    [OnnxOperator("Col2Im", 18)]
    internal static void FromColumns(ConversionContext c) =>
        c.Emit(new Col2Im(c.Node.GetInts("strides"), c.Node.GetInts("dilations"), c.Node.GetInts("pads")));

    private static long BlockSize(ConversionContext c)
    {
        var size = c.Node.GetInt("blocksize");
        return size > 0 ? size : throw c.Node.Fault($"has 'blocksize' {size}; it must be positive.");
    }
}
