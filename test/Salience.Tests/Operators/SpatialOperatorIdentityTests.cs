using Salience.Operators;
using TorchSharp;
using static Salience.Tests.Operators.OperatorIdentity;
using static Salience.Tests.Operators.OperatorRuns;
using static TorchSharp.torch;

namespace Salience.Tests.Operators;

/// <summary>The identity of every spatial operator, for every choice of active inputs.</summary>
[NoTensorLeaks]
public class SpatialOperatorIdentityTests
{
    /// <summary>Operators with their inputs and the positions of those they are differentiable in.</summary>
    private static readonly Dictionary<string, (Func<Operator> Operator, Func<Tensor?[]> Inputs, int[] Differentiable)> Cases = new()
    {
        ["Conv"] = (() => Conv(2), () => [Normal(1, 2, 4, 6, 5), Normal(2, 6, 2, 3, 3), Normal(3, 6)], [0, 1, 2]),
        ["Conv without bias"] = (() => Conv(1), () => [Normal(1, 2, 4, 6), Normal(2, 6, 4, 3), null], [0, 1]),
        ["ConvTranspose"] = (() => Transposed([0, 0]), () => [Normal(1, 2, 4, 3, 3), Normal(2, 4, 3, 3, 3), Normal(3, 3)], [0, 1, 2]),
        ["ConvTranspose, asymmetric"] = (() => Transposed([2, 1]), () => [Normal(1, 2, 4, 3, 3), Normal(2, 4, 3, 3, 3), Normal(3, 3)], [0, 1, 2]),
        ["MatMul"] = (() => new MatMul(), () => [Normal(1, 2, 3, 4), Normal(2, 4, 5)], [0, 1]),
        ["Gemm"] = (() => new Gemm(0.5, 2, transposeB: true), () => [Normal(1, 3, 4), Normal(2, 5, 4), Normal(3, 5)], [0, 1, 2]),
        ["Gemm without addend"] = (() => new Gemm(0.5, 2, transposeA: true), () => [Normal(1, 4, 3), Normal(2, 4, 5), null], [0, 1]),
        ["Einsum"] = (() => new Einsum("bij, bjk, k -> bi"), () => [Normal(1, 2, 3, 4), Normal(2, 2, 4, 5), Normal(3, 5)], [0, 1, 2]),
        ["MaxPool"] = (() => new MaxPool(Window([1, 0], [2, 1], up: true), withIndices: true), () => [Normal(1, 2, 3, 7, 8)], [0]),
        ["MaxUnpool"] = (() => new MaxUnpool(Window([0, 0], [0, 0], up: false)), () => [Normal(1, 1, 1, 2, 2), tensor(new long[] { 1, 3, 11, 15 }).view(1, 1, 2, 2), null], [0]),
        ["AveragePool"] = (() => new AveragePool(Window([1, 1], [1, 1], up: true)), () => [Normal(1, 2, 3, 7, 8)], [0]),
        ["AveragePool, asymmetric"] = (() => new AveragePool(Window([1, 0], [2, 1], up: true), countPadding: true), () => [Normal(1, 2, 3, 7, 8)], [0]),
        ["LpPool"] = (() => new LpPool(Window([1, 0], [2, 1], up: false), 3), () => [Normal(1, 2, 3, 7, 8).relu()], [0]),
        ["GlobalAveragePool"] = (() => new GlobalAveragePool(), () => [Normal(1, 2, 3, 4, 5)], [0]),
        ["GlobalMaxPool"] = (() => new GlobalMaxPool(), () => [Normal(1, 2, 3, 4, 5)], [0]),
        ["GlobalLpPool"] = (() => new GlobalLpPool(), () => [cat([Normal(1, 2, 3, 4), zeros(1, 3, 4, ScalarType.Float64)])], [0]),
        ["BatchNormalization"] = (() => new BatchNormalization(1e-3), () => [Normal(1, 2, 3, 4), Normal(2, 3), Normal(3, 3), Normal(4, 3), Normal(5, 3).square()], [0, 1, 2, 3, 4]),
        ["BatchNormalization, training"] = (() => new BatchStatisticsNormalization(1e-1, 0.9), () => [Normal(1, 2, 3, 4), Normal(2, 3), Normal(3, 3), Normal(4, 3), Normal(5, 3).square()], [0, 1, 2, 3, 4]),
        ["InstanceNormalization"] = (() => new InstanceNormalization(0.1), () => [Normal(1, 2, 3, 4, 5), Normal(2, 3), Normal(3, 3)], [0, 1, 2]),
        ["GroupNormalization"] = (() => new GroupNormalization(2, 0.1), () => [Normal(1, 2, 4, 5), Normal(2, 4), Normal(3, 4)], [0, 1, 2]),
        ["GroupNormalization by groups"] = (() => new GroupNormalization(2, 0.1), () => [Normal(1, 2, 4, 5), Normal(2, 2), Normal(3, 2)], [0, 1, 2]),
        ["LayerNormalization"] = (() => new LayerNormalization(1, 0.1, withStatistics: true), () => [Normal(1, 2, 4, 5), Normal(2, 4, 5), Normal(3, 4, 5)], [0, 1, 2]),
        ["LayerNormalization, broadcast scale"] = (() => new LayerNormalization(-2, 0.1), () => [Normal(1, 2, 4, 5), Normal(2, 1), null], [0, 1]),
        ["RMSNormalization"] = (() => new RMSNormalization(1, 0.1), () => [Normal(1, 2, 4, 5), Normal(2, 5)], [0, 1]),
        ["LpNormalization, p = 1"] = (() => new LpNormalization(1, 1), () => [Normal(1, 2, 4, 5)], [0]),
        ["LpNormalization, p = 2"] = (() => new LpNormalization(), () => [cat([Normal(1, 2, 4), zeros(1, 4, ScalarType.Float64)])], [0]),
        ["MeanVarianceNormalization"] = (() => new MeanVarianceNormalization([0, 2]), () => [Normal(1, 2, 4, 5) * 1e-8], [0]),
        ["LRN, odd"] = (() => new LRN(3, 0.5, 0.75, 2), () => [Normal(1, 2, 6, 3, 3)], [0]),
        ["LRN, even"] = (() => new LRN(4, 0.5, 0.6, 1), () => [Normal(1, 2, 6, 3)], [0]),
        ["Resize, linear"] = (() => new Resize(new ResizeSettings { Interpolation = InterpolationKind.Linear }), () => [Normal(1, 1, 2, 4, 5), null, null, Ints(1, 2, 7, 3)], [0]),
        ["Resize, nearest ×2"] = (() => new Resize(new ResizeSettings()), () => [Normal(1, 1, 2, 4, 5), null, tensor(new float[] { 1, 1, 2, 2 })], [0]),
        ["Resize, region"] = (() => new Resize(CropAndResize), () => [Normal(1, 4, 5), tensor(new double[] { 0.2, -0.3, 0.9, 1.2 }), null, Ints(3, 6)], [0]),
        ["GridSample, linear"] = (() => new GridSample(InterpolationKind.Linear), () => [Normal(1, 2, 3, 4, 5), Normal(2, 2, 3, 3, 2)], [0, 1]),
        ["GridSample, linear, mirrored"] = (() => new GridSample(InterpolationKind.Linear, SamplePadding.Reflection), () => [Normal(1, 2, 3, 4, 5, 3), Normal(2, 2, 2, 3, 3, 3)], [0, 1]),
        ["GridSample, cubic"] = (() => new GridSample(InterpolationKind.Cubic, SamplePadding.Border, alignCorners: true), () => [Normal(1, 2, 3, 4, 5), Normal(2, 2, 3, 3, 2)], [0, 1]),
        ["GridSample, nearest"] = (() => new GridSample(InterpolationKind.Nearest), () => [Normal(1, 2, 3, 4, 5), Normal(2, 2, 3, 3, 2)], [0]),
        ["AffineGrid"] = (() => new AffineGrid(), () => [Normal(1, 2, 2, 3), Ints(2, 1, 3, 4)], [0]),
        ["SpaceToDepth"] = (() => new SpaceToDepth(2), () => [Normal(1, 1, 3, 4, 6)], [0]),
        ["DepthToSpace"] = (() => new DepthToSpace(2, channelFirst: true), () => [Normal(1, 1, 8, 2, 3)], [0]),
        ["Pad, constant"] = (() => new Pad(), () => [Normal(1, 3, 4), Ints(1, -1, 0, 2), tensor(1.5)], [0, 2]),
        ["Pad, reflect"] = (() => new Pad(PadFill.Reflect), () => [Normal(1, 3, 4), Ints(2, -1, 0, 2), null, null], [0]),
        ["CenterCropPad"] = (() => new CenterCropPad([1]), () => [Normal(1, 3, 4), Ints(7)], [0]),
        ["Col2Im"] = (() => new Col2Im([1, 2], [2, 1], [0, 1, 1, 0]), () => [Normal(1, 2, 8, 9), Ints(4, 5), Ints(2, 2)], [0]),
        ["RotaryEmbedding"] = (() => new RotaryEmbedding(heads: 2, rotated: 4), () => [Normal(1, 2, 3, 12), Normal(2, 2, 3, 2), Normal(3, 2, 3, 2)], [0, 1, 2]),
        ["Attention"] = (() => new Attention { SoftCap = 2, Scores = AttentionScores.Capped }, () => [Normal(1, 2, 4, 3, 5), Normal(2, 2, 2, 6, 5), Normal(3, 2, 2, 6, 4), Normal(4, 3, 6)], [0, 1, 2, 3]),
        ["Attention, causal"] = (() => Causal, () => [Normal(1, 2, 3, 8), Normal(2, 2, 3, 4), Normal(3, 2, 3, 6), null, Normal(4, 2, 2, 2, 2), Normal(5, 2, 2, 2, 3)], [0, 1, 2, 4, 5]),
        ["Attention, nothing visible"] = (() => new Attention(), () => [Normal(1, 1, 1, 2, 4), Normal(2, 1, 1, 3, 4), Normal(3, 1, 1, 3, 4), tensor(new[] { false, false, false, true, true, false }).view(2, 3)], [0, 1, 2]),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    private static ResizeSettings CropAndResize => new()
    {
        Interpolation = InterpolationKind.Cubic,
        Mapping = CoordinateMapping.CropAndResize,
        ExtrapolationValue = 3,
    };

    private static Attention Causal => new() { IsCausal = true, QueryHeads = 4, KeyHeads = 2, Scale = 0.3, Scores = AttentionScores.Weights };

    [Theory]
    [MemberData(nameof(Names))]
    public void Input_terms_and_bias_sum_to_the_output_whatever_is_active(string name)
    {
        using var scope = NewDisposeScope();
        var (operation, inputs, differentiable) = Cases[name];
        CheckSubsets(operation(), inputs(), differentiable);
    }

    private static Conv Conv(int rank) => new()
    {
        Padding = SpatialPadding.Symmetric([.. Enumerable.Repeat(1L, rank)]),
        Strides = [.. Enumerable.Repeat(2L, rank)],
        Dilations = [.. Enumerable.Repeat(1L, rank)],
        Groups = rank,
    };

    private static ConvTranspose Transposed(long[] begin) => new()
    {
        Padding = new SpatialPadding(PaddingMode.Explicit, begin, [0, 0]),
        Strides = [2, 2],
        Dilations = [1, 1],
        OutputPadding = [1, 0],
    };

    private static SlidingWindow Window(long[] begin, long[] end, bool up) => new()
    {
        Kernel = [2, 3],
        Strides = [2, 2],
        Dilations = [1, 1],
        Padding = new SpatialPadding(PaddingMode.Explicit, begin, end),
        RoundUp = up,
    };
}
