namespace Salience.Attribution;

/// <summary>Which terms of the decomposition a FullGrad map shows, by kind: what remains when biases are taken away, and what they alone say.</summary>
/// <remarks>The account of the output is always that of all terms; what a map leaves out is recorded in <see cref="FullGradExplanation.LeftOut"/>.</remarks>
public enum FullGradTerms
{
    /// <summary>The input term and every bias term: FullGrad.</summary>
    All,

    /// <summary>The input term alone, <c>ψ(x⊙∇f)</c>: the map without biases.</summary>
    Input,

    /// <summary>The bias terms alone.</summary>
    Biases,

    /// <summary>The terms of biases that are constants of the network.</summary>
    ExplicitBiases,

    /// <summary>The terms of biases that depend on the input, wholly or in part: those of nonlinearities, products and norms.</summary>
    ImplicitBiases,

    /// <summary>The input term and the explicit biases: what implementations for ReLU networks see of a network.</summary>
    InputAndExplicit,

    /// <summary>The input term and the implicit biases.</summary>
    InputAndImplicit,
}
