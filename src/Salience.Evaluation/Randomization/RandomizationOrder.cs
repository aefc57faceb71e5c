namespace Salience.Evaluation.Randomization;

/// <summary>Which layers are random at each stage of a model-parameter test.</summary>
public enum RandomizationOrder
{
    /// <summary>The last layer, then the last two, and so on to the input (cascading, Adebayo et al. 2018).</summary>
    TopDown,

    /// <summary>The first layer, then the first two, and so on to the output: activations lose their scale at once (Hedström et al. 2024 advise it).</summary>
    BottomUp,

    /// <summary>One layer at a time, all others as trained.</summary>
    Independent,

    /// <summary>One stage: all fully-connected layers, whose terms no map shows.</summary>
    FullyConnected,
}

/// <summary>A stage of a model-parameter test.</summary>
/// <param name="Name">The layer that has just become random, or <c>fully-connected</c>.</param>
/// <param name="Layers">All layers that are random.</param>
public sealed record RandomizationStage(string Name, IReadOnlyList<RandomizableLayer> Layers)
{
    /// <summary>The stages of an order.</summary>
    /// <param name="layers">The layers, the first executed first.</param>
    /// <param name="order">The order.</param>
    /// <exception cref="ArgumentException">There is no layer to make random.</exception>
    public static IReadOnlyList<RandomizationStage> Of(IReadOnlyList<RandomizableLayer> layers, RandomizationOrder order)
    {
        ArgumentNullException.ThrowIfNull(layers);
        if (layers.Count == 0)
            throw new ArgumentException("The network has no layer with learned parameters.", nameof(layers));
        switch (order)
        {
            case RandomizationOrder.TopDown:
                return [.. layers.Reverse().Select((l, i) => new RandomizationStage(l.Name, [.. layers.TakeLast(i + 1)]))];
            case RandomizationOrder.BottomUp:
                return [.. layers.Select((l, i) => new RandomizationStage(l.Name, [.. layers.Take(i + 1)]))];
            case RandomizationOrder.Independent:
                return [.. layers.Select(l => new RandomizationStage(l.Name, [l]))];
            case RandomizationOrder.FullyConnected:
                var dense = layers.Where(l => l.FullyConnected).ToList();
                return dense.Count > 0 ? [new RandomizationStage("fully-connected", dense)]
                    : throw new ArgumentException("The network has no fully-connected layer behind its last layer with places on the picture.", nameof(layers));
            default:
                throw new ArgumentOutOfRangeException(nameof(order), order, "There is no such order.");
        }
    }
}
