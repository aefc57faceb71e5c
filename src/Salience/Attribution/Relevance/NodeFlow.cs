namespace Salience.Attribution.Relevance;

/// <summary>How relevance passes one node.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Receivers">For each input whether relevance goes there.</param>
/// <param name="IsFirst">Whether no other layer lies between the node and the explained input.</param>
internal sealed record NodeFlow(FlowKind Kind, IReadOnlyList<bool> Receivers, bool IsFirst = false);

/// <summary>The ways in which relevance passes a node.</summary>
internal enum FlowKind
{
    /// <summary>By the composite's rule for a convolution.</summary>
    Convolution,

    /// <summary>By the composite's rule for a dense layer.</summary>
    Dense,

    /// <summary>From each output element to the input element it was computed from: elementwise functions, softmax, division by a norm.</summary>
    Elementwise,

    /// <summary>Like a gradient, <c>Jᵀ·R</c>: elements are moved, copied or selected, which makes and loses nothing.</summary>
    Move,

    /// <summary>In proportion to the contributions of an operator that is linear in the receivers together: <c>x ⊙ Jᵀ(R/y)</c>.</summary>
    Proportional,

    /// <summary>The same for a product, linear in each receiver by itself: each gets an equal part.</summary>
    Product,
}
