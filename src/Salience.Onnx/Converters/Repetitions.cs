using Salience.Onnx.Conversion;
using Salience.Operators;

namespace Salience.Onnx.Converters;

/// <summary>ONNX Expand (8) and Tile (1: inputs tiles and axis; 6: repeats for every axis). 13: bfloat16.</summary>
/// <remarks>https://onnx.ai/onnx/operators/onnx__Expand.html, https://onnx.ai/onnx/operators/onnx__Tile.html.</remarks>
internal static class Repetitions
{
    [OnnxOperator("Expand", 8, 13)]
    internal static void Expand(ConversionContext c) => c.Emit(new Expand());

    [OnnxOperator("Tile", 1)]
    internal static void TileAlongAxis(ConversionContext c) => c.Emit(new TileAlongAxis());

    [OnnxOperator("Tile", 6, 13)]
    internal static void Tile(ConversionContext c) => c.Emit(new Tile());
}
