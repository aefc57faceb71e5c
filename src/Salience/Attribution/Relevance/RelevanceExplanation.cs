using Salience.Decomposition;
using static TorchSharp.torch;

namespace Salience.Attribution.Relevance;

/// <summary>A relevance map with what the biases got.</summary>
public sealed class RelevanceExplanation : Explanation
{
    internal RelevanceExplanation(
        Tensor map, Tensor values, Tensor outputs, TargetScores scores, SumAccount account, IReadOnlyList<BiasRelevance> biases, IReadOnlyList<double>? target)
        : base(map, values, outputs, scores, account) => (Biases, TargetBias) = (biases, target);

    /// <summary>The relevance of every constant that the network adds, in execution order; empty unless biases are inputs.</summary>
    public IReadOnlyList<BiasRelevance> Biases { get; }

    /// <summary>
    /// What a target that is not linear in the outputs adds by itself, <c>f(y) − ⟨∇f, y⟩</c> for each image: no relevance begins there. <see langword="null"/> for
    /// linear targets.
    /// </summary>
    public IReadOnlyList<double>? TargetBias { get; }

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (var bias in Biases)
            bias.Dispose();
        base.Dispose();
    }
}

/// <summary>The relevance of one node's bias.</summary>
public sealed class BiasRelevance : IDisposable
{
    internal BiasRelevance(string node, string operation, Tensor values, IReadOnlyList<double> sums) =>
        (Node, Operator, Values, Sums) = (node, operation, values.DetachFromDisposeScope(), sums);

    /// <summary>Name of the node; of a convolution into which batch normalisation was folded, the convolution's.</summary>
    public string Node { get; }

    /// <summary>Name of its operation.</summary>
    public string Operator { get; }

    /// <summary>The relevance, shaped like the node's output.</summary>
    public Tensor Values { get; }

    /// <summary>Its sum for each image.</summary>
    public IReadOnlyList<double> Sums { get; }

    /// <inheritdoc/>
    public void Dispose() => Values.Dispose();
}
