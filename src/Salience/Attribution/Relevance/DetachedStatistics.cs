using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Attribution.Relevance;

/// <summary>A normalisation as the affine map that it is while its variance is held fixed: <c>y = γ·(x − μ(x))/σ + β</c> with a constant σ.</summary>
/// <remarks>
/// With the variance, the function hardly depends on the size of x, and relevance in proportion to contributions would vanish. Source: Ali et al. 2022,
/// section 3. Normalisations that do not subtract a mean are then a multiplication, which relevance passes unchanged.
/// </remarks>
/// <param name="normalization">The operator; input 0 holds the data, 1 and 2, where present, γ and β.</param>
internal sealed class DetachedStatistics(Operator normalization) : SingleOutputOperator
{
    /// <inheritdoc/>
    public override OperatorKind Kind => OperatorKind.Affine;

    /// <summary>Whether an operator subtracts a mean and divides by a deviation, both of its data.</summary>
    public static bool Has(Operator operation) =>
        operation is LayerNormalization or GroupNormalization or InstanceNormalization or MeanVarianceNormalization or BatchStatisticsNormalization;

    /// <inheritdoc/>
    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var x = inputs[0]!;
        var rows = normalization is GroupNormalization group ? x.reshape(x.shape[0], group.Groups, -1) : x;
        long[] axes = normalization switch
        {
            LayerNormalization layer => [.. Trailing(layer.Axis, x.dim())],
            GroupNormalization => [2],
            InstanceNormalization => SpatialAxes.Of(x),
            MeanVarianceNormalization whole => Axes.Normalize(whole.NormalizedAxes, x.dim()),
            _ => [0, .. SpatialAxes.Of(x)],
        };
        var mean = rows.mean(axes, keepdim: true);
        var deviation = Deviation(rows.detach(), axes);
        var normalized = ((rows - mean) / deviation).reshape(x.shape);
        return Scale(normalized, inputs).MoveToOuterDisposeScope();
    }

    private static IEnumerable<long> Trailing(long axis, long rank)
    {
        var first = Axes.Normalize(axis, rank);
        return Enumerable.Range((int)first, (int)(rank - first)).Select(i => (long)i);
    }

    private Tensor Deviation(Tensor rows, long[] axes)
    {
        var (_, variance) = Standardization.Moments(rows, axes);
        return normalization switch
        {
            LayerNormalization layer => (variance + layer.Epsilon).sqrt(),
            GroupNormalization group => (variance + group.Epsilon).sqrt(),
            InstanceNormalization instance => (variance + instance.Epsilon).sqrt(),
            BatchStatisticsNormalization batch => (variance + batch.Epsilon).sqrt(),
            _ => variance.sqrt() + MeanVarianceNormalization.Epsilon,
        };
    }

    private Tensor Scale(Tensor normalized, IReadOnlyList<Tensor?> inputs)
    {
        var (gamma, beta) = (inputs.Count > 1 ? inputs[1] : null, inputs.Count > 2 ? inputs[2] : null);
        if (normalization is MeanVarianceNormalization)
            return normalized;
        if (normalization is LayerNormalization)
            return Standardization.Scale(normalized, gamma, beta);
        Tensor Along(Tensor vector)
        {
            var channels = normalized.shape[1];
            return Standardization.AlongChannels(vector.shape[0] == channels ? vector : vector.repeat_interleave(channels / vector.shape[0], 0), normalized);
        }

        return Standardization.Scale(normalized, Along(gamma!), Along(beta!));
    }
}
