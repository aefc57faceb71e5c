using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Networks.Passes;

/// <summary>Multiplies batch normalisation into the convolution or linear layer before it: <c>W′ = scale·W</c>, <c>b′ = scale·b + shift</c>.</summary>
/// <remarks>
/// <c>scale = γ/√(σ² + ε)</c>, <c>shift = β − μ·scale</c>, formed in float64. The folded node keeps the first node's name
/// and writes the normalisation's value.
/// </remarks>
internal static class BatchNormalizationFolding
{
    /// <summary>The network with every affine block made one node; disposed by the caller like its source.</summary>
    public static Network Apply(Network network)
    {
        var blocks = AffineBlocks.Find(network);
        using var rewrite = new NetworkRewrite(network);
        foreach (var normalization in network.Nodes)
        {
            if (blocks.TryGetValue(normalization.Name, out var first))
                Fold(rewrite, first, normalization);
        }

        return rewrite.Build();
    }

    private static void Fold(NetworkRewrite rewrite, Node first, Node normalization)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var constants = Enumerable.Range(1, 4).Select(i => rewrite.Parameter(normalization, i)!.to_type(ScalarType.Float64)).ToArray();
        var (scale, shift) = ((BatchNormalization)normalization.Operator).ScaleAndShift(constants[0], constants[1], constants[2], constants[3]);
        var weight = rewrite.Parameter(first, 1)!;
        var bias = shift;
        if (rewrite.Parameter(first, 2) is { } own)
            bias = shift + scale * own.to_type(ScalarType.Float64).reshape(-1) * OwnBiasFactor(first.Operator);
        var scaled = rewrite.AddParameter($"{first.Inputs[1]}_folded", OutputChannels.Scale(first.Operator, weight, scale).MoveToOuterDisposeScope());
        var added = rewrite.AddParameter($"{first.Name}_folded_bias", bias.to_type(weight.dtype).MoveToOuterDisposeScope());
        var operation = first.Operator switch
        {
            Gemm gemm => new Gemm(gemm.Alpha, 1, gemm.TransposeA, gemm.TransposeB),
            MatMul => new Gemm(),
            _ => first.Operator,
        };
        rewrite.Replace([first, normalization], new Node(first.Name, operation, [first.Inputs[0], scaled, added], [normalization.Outputs[0]]));
    }

    private static double OwnBiasFactor(Operator operation) => operation is Gemm gemm ? gemm.Beta : 1;
}
