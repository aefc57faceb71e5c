using static TorchSharp.torch;

namespace Salience.Decomposition;

/// <summary>The full-gradient decomposition of one target, with all tensors.</summary>
public sealed class FullGradientResult : IDisposable
{
    internal FullGradientResult(Tensor inputGradient, Tensor inputTerm, IReadOnlyList<BiasTermTensors> terms, Completeness completeness) =>
        (InputGradient, InputTerm, Terms, Completeness) = (inputGradient, inputTerm, terms, completeness);

    /// <summary>∂f/∂x, shaped like the input.</summary>
    public Tensor InputGradient { get; }

    /// <summary>x ⊙ ∂f/∂x, shaped like the input; sums to ⟨∇f, x⟩.</summary>
    public Tensor InputTerm { get; }

    /// <summary>The bias terms in execution order.</summary>
    public IReadOnlyList<BiasTermTensors> Terms { get; }

    /// <summary>Outputs, sums, residuals and shares.</summary>
    public Completeness Completeness { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        InputGradient.Dispose();
        InputTerm.Dispose();
        foreach (var term in Terms)
            term.Dispose();
    }
}

/// <summary>A bias term with its tensors.</summary>
public sealed class BiasTermTensors : IDisposable
{
    private readonly Placement _placement;

    internal BiasTermTensors(BiasTerm term, Tensor gradient, Tensor bias, Placement placement) =>
        (Term, Gradient, Bias, _placement) = (term, gradient, bias, placement);

    /// <summary>Node, kind, shape and sums.</summary>
    public BiasTerm Term { get; }

    /// <summary>∂f/∂y, shaped like the node's output.</summary>
    public Tensor Gradient { get; }

    /// <summary>b, broadcastable to the node's output.</summary>
    public Tensor Bias { get; }

    /// <summary>∂f/∂y ⊙ b, shaped like the node's output; a fresh tensor, disposed by the caller.</summary>
    public Tensor Product() => Gradient * Bias;

    /// <summary>
    /// The term as a map at its own resolution: <c>Σ_c |(∂f/∂y ⊙ b)_c|</c>, tokens on their grid. Source: Srinivas and Fleuret 2019, figure 1.
    /// </summary>
    /// <param name="signed">Sum the channels with their signs instead.</param>
    /// <returns><c>(N, 1, h, w)</c>, disposed by the caller; <see langword="null"/> where the term has no place on the picture.</returns>
    public Tensor? Map(bool signed = false)
    {
        if (_placement is Placement.Global)
            return null;
        using var scope = NewDisposeScope();
        var term = Product();
        if (_placement is Placement.Grid grid)
            term = grid.PerImage(term, Term.Sums.Count).index_select(1, tensor(grid.Index)).view(-1, grid.Channels, grid.Height, grid.Width);
        return (signed ? term : term.abs()).sum(1, keepdim: true).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Gradient.Dispose();
        Bias.Dispose();
    }
}
