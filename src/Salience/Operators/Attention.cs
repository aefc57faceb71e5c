using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>Which intermediate value <see cref="Attention"/> gives out as its fourth output.</summary>
internal enum AttentionScores
{
    /// <summary>Nothing is computed for it.</summary>
    None = -1,

    /// <summary><c>s·QKᵀ</c>.</summary>
    Raw = 0,

    /// <summary>After the soft cap.</summary>
    Capped = 1,

    /// <summary>After the mask was added.</summary>
    Masked = 2,

    /// <summary>The weights, after softmax.</summary>
    Weights = 3,
}

/// <summary>
/// <c>softmax(cap(s·QKᵀ) + mask)·V</c> for every head; inputs Q, K, V, optionally a mask (Boolean or added), earlier keys and values, and
/// the number of valid keys of each sample. Outputs: the result, all keys, all values, the scores.
/// </summary>
/// <remarks>
/// Operands are <c>(N, heads, S, d)</c>, or <c>(N, S, heads·d)</c> with the numbers of heads given. Fewer key than query heads are shared
/// by groups of neighbouring query heads. A query that may see no key has weights zero. Sources: Vaswani et al. 2017, eq. 1; Ainslie et al. 2023.
/// </remarks>
internal sealed class Attention : Operator
{
    public long QueryHeads { get; init; }

    public long KeyHeads { get; init; }

    /// <summary>s; the inverse root of the head size where it is not given.</summary>
    public double? Scale { get; init; }

    /// <summary>c of <c>c·tanh(score/c)</c>; 0 for none.</summary>
    public double SoftCap { get; init; }

    /// <summary>Whether a query sees only keys up to its own position, counted from the earlier keys on.</summary>
    public bool IsCausal { get; init; }

    public AttentionScores Scores { get; init; } = AttentionScores.None;

    /// <summary>Type of the softmax where it is wider than the data's.</summary>
    public ScalarType? SoftmaxType { get; init; }

    public override OperatorKind Kind => OperatorKind.Nonlinear;

    /// <summary>The weights of a call, <c>(N, heads, S, T)</c>, and the result that is made of them: what Forward gives, with the weights on its path.</summary>
    public (Tensor Weights, Tensor Result) Unfold(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var unfolded = new Attention
        {
            QueryHeads = QueryHeads,
            KeyHeads = KeyHeads,
            Scale = Scale,
            SoftCap = SoftCap,
            IsCausal = IsCausal,
            SoftmaxType = SoftmaxType,
            Scores = AttentionScores.Weights,
        }.Forward(inputs);
        var (weights, values) = (unfolded[3], unfolded[2]);
        var result = MatrixShape.Multiply(weights, Share(values, weights.shape[1] / values.shape[1]));
        return (weights.MoveToOuterDisposeScope(), Result(result, inputs[0]!).MoveToOuterDisposeScope());
    }

    public override Tensor[] Forward(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        Tensor? Optional(int index) => index < inputs.Count ? inputs[index] : null;
        var (query, key, value) = (SplitHeads(inputs[0]!, QueryHeads), SplitHeads(inputs[1]!, KeyHeads), SplitHeads(inputs[2]!, KeyHeads));
        var past = Optional(4)?.shape[2] ?? 0;
        key = Optional(4) is { } earlierKeys ? cat([earlierKeys, key], 2) : key.alias();
        value = Optional(5) is { } earlierValues ? cat([earlierValues, value], 2) : value.alias();

        var scale = Math.Sqrt(Scale ?? 1 / Math.Sqrt(query.shape[3]));
        var groups = query.shape[1] / key.shape[1];
        var raw = MatrixShape.Multiply(query * scale, Share(key, groups).transpose(-2, -1) * scale);
        var capped = SoftCap > 0 ? (raw / SoftCap).tanh() * SoftCap : raw;
        var mask = AttentionMask.Of(raw, Optional(3), Optional(6), past, IsCausal);
        var weights = Softmax(capped, mask);

        var y = Result(MatrixShape.Multiply(weights, Share(value, groups)), inputs[0]!);
        var scores = Scores switch
        {
            AttentionScores.Capped => capped,
            AttentionScores.Masked => mask is null ? capped : capped + mask,
            AttentionScores.Weights => weights,
            _ => raw,
        };
        var outputs = new[] { y, key.contiguous(), value.contiguous(), scores.alias() };
        return [.. outputs.Take(Scores == AttentionScores.None ? 3 : 4).Select(t => t.MoveToOuterDisposeScope())];
    }

    private Tensor Softmax(Tensor scores, Tensor? mask)
    {
        var widen = scores.dtype is ScalarType.Float16 or ScalarType.BFloat16 && SoftmaxType is ScalarType.Float32 or ScalarType.Float64;
        if (mask is null)
            return Normalize(scores);
        // A row of −∞ would make softmax and its derivative undefined: it is computed without a mask and then set to zero.
        var empty = mask.detach().amax([-1], keepdim: true).isneginf();
        return Normalize(scores + mask.masked_fill(empty, 0)).masked_fill(empty, 0);

        Tensor Normalize(Tensor z) => widen ? z.to_type(SoftmaxType!.Value).softmax(-1).to_type(z.dtype) : z.softmax(-1);
    }

    /// <summary>The heads side by side where the operands have them so.</summary>
    private static Tensor Result(Tensor y, Tensor query) => query.dim() == 3 ? y.transpose(1, 2).flatten(2) : y;

    private static Tensor SplitHeads(Tensor x, long heads) =>
        x.dim() == 4 ? x.alias() : x.reshape(x.shape[0], x.shape[1], heads, -1).transpose(1, 2);

    /// <summary>Every key head repeated for the query heads of its group.</summary>
    private static Tensor Share(Tensor x, long groups) => groups == 1
        ? x
        : x.unsqueeze(2).expand(-1, -1, groups, -1, -1).flatten(1, 2);
}

/// <summary>The mask that is added to attention scores: 0 where a query may see a key, −∞ where not, plus the model's own.</summary>
internal static class AttentionMask
{
    /// <summary>The mask, broadcastable to the scores <c>(N, heads, S, T)</c>, or <see langword="null"/> where everything is seen.</summary>
    /// <param name="scores">The scores.</param>
    /// <param name="given">The model's mask; shorter along T than the scores, it hides the rest.</param>
    /// <param name="validKeys">Number of valid keys of each sample, <c>(N)</c>.</param>
    /// <param name="past">Number of keys from earlier calls.</param>
    /// <param name="causal">Whether later keys are hidden.</param>
    public static Tensor? Of(Tensor scores, Tensor? given, Tensor? validKeys, long past, bool causal)
    {
        using var scope = NewDisposeScope();
        var (queries, keys) = (scores.shape[2], scores.shape[3]);
        var positions = arange(keys, ScalarType.Int64, scores.device);
        var valid = validKeys?.to_type(ScalarType.Int64).view(-1, 1, 1, 1);
        Tensor? mask = null;
        if (given is not null)
        {
            var added = given.dtype == ScalarType.Bool ? Hidden(given.logical_not(), scores) : given.to_type(scores.dtype);
            mask = SpatialPadding.Pad(added, [0], [keys - given.shape[^1]], double.NegativeInfinity);
        }

        if (causal)
        {
            // The last query sees the last valid key.
            var rows = arange(queries, ScalarType.Int64, scores.device).unsqueeze(-1);
            var last = past == 0 && valid is not null ? rows + (valid - queries) : rows + past;
            mask = Plus(mask, Hidden(positions.gt(last), scores));
        }

        if (valid is not null)
            mask = Plus(mask, Hidden(positions.ge(valid), scores));
        return mask?.MoveToOuterDisposeScope();
    }

    private static Tensor Plus(Tensor? mask, Tensor other) => mask is null ? other : mask + other;

    private static Tensor Hidden(Tensor where, Tensor like) => zeros(where.shape, like.dtype, like.device).masked_fill(where, double.NegativeInfinity);
}
