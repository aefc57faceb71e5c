using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>
/// Rotates pairs of features by angles that depend on the position; inputs x <c>(N, S, heads·d)</c> or <c>(N, heads, S, d)</c>, the
/// cosines and sines, and optionally the positions <c>(N, S)</c> at which those are looked up.
/// </summary>
/// <remarks>Linear in x, no bias there; where the tables are active too, the product of both has one. Source: Su et al. 2021, section 3.4.2.</remarks>
/// <param name="interleaved">Whether a pair is two neighbours, or one feature from each half.</param>
/// <param name="heads">Number of heads where x has three axes.</param>
/// <param name="rotated">Number of features of a head that are rotated; 0 for all.</param>
internal sealed class RotaryEmbedding(bool interleaved = false, long heads = 0, long rotated = 0) : SingleOutputOperator
{
    public bool Interleaved => interleaved;

    public long Heads => heads;

    public long Rotated => rotated;

    public override OperatorKind Kind => OperatorKind.Nonlinear;

    // Without x the features that are not turned are constant.
    public override BiasKind BiasOf(IReadOnlyList<bool> active) => (active[0], active[1] || active[2]) switch
    {
        (true, false) => BiasKind.None,
        (true, true) => BiasKind.Implicit,
        _ => BiasKind.Explicit,
    };

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var (x, positions) = (inputs[0]!, inputs.Count > 3 ? inputs[3] : null);
        // Heads after positions: (N, S, heads, d).
        var tokens = x.dim() == 4 ? x.transpose(1, 2) : x.reshape(x.shape[0], x.shape[1], heads, -1);
        var size = tokens.shape[3];
        var turned = rotated == 0 ? size : rotated;
        var (cosine, sine) = (Angles(inputs[1]!, positions), Angles(inputs[2]!, positions));
        var pairs = tokens.narrow(-1, 0, turned);
        var (first, second) = interleaved
            ? (pairs.slice(-1, 0, turned, 2), pairs.slice(-1, 1, turned, 2))
            : (pairs.narrow(-1, 0, turned / 2), pairs.narrow(-1, turned / 2, turned / 2));
        var (real, imaginary) = (cosine * first - sine * second, sine * first + cosine * second);
        var result = interleaved ? stack([real, imaginary], -1).flatten(-2) : cat([real, imaginary], -1);
        if (turned < size)
            result = cat([result, tokens.narrow(-1, turned, size - turned)], -1);
        return (x.dim() == 4 ? result.transpose(1, 2) : result.reshape(x.shape)).MoveToOuterDisposeScope();
    }

    /// <summary>The table, or its rows at the positions, as <c>(N, S, 1, d/2)</c>.</summary>
    private static Tensor Angles(Tensor table, Tensor? positions)
    {
        if (positions is null)
            return table.unsqueeze(2);
        var rows = table.index_select(0, positions.flatten().to_type(ScalarType.Int64));
        return rows.view(positions.shape[0], positions.shape[1], 1, table.shape[1]);
    }
}
