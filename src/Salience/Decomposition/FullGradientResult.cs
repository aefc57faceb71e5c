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
    internal BiasTermTensors(BiasTerm term, Tensor gradient, Tensor bias) => (Term, Gradient, Bias) = (term, gradient, bias);

    /// <summary>Node, kind, shape and sums.</summary>
    public BiasTerm Term { get; }

    /// <summary>∂f/∂y, shaped like the node's output.</summary>
    public Tensor Gradient { get; }

    /// <summary>b, broadcastable to the node's output.</summary>
    public Tensor Bias { get; }

    /// <summary>∂f/∂y ⊙ b, shaped like the node's output; a fresh tensor, disposed by the caller.</summary>
    public Tensor Product() => Gradient * Bias;

    /// <inheritdoc/>
    public void Dispose()
    {
        Gradient.Dispose();
        Bias.Dispose();
    }
}
