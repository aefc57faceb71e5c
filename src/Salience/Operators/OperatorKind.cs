namespace Salience.Operators;

/// <summary>What an operator does to values that depend on the network's input.</summary>
public enum OperatorKind
{
    /// <summary>Moves or copies values without arithmetic: Reshape, Transpose, Concat, Gather.</summary>
    Structural,

    /// <summary>Linear in the values that depend on the input, no bias: average pooling, Mul by a constant.</summary>
    Linear,

    /// <summary>Positively homogeneous, <c>g(t·x) = t·g(x)</c> for t &gt; 0, no bias: Relu, max pooling.</summary>
    Homogeneous,

    /// <summary>Linear plus a constant: convolution, batch normalisation, Gemm, Add.</summary>
    Affine,

    /// <summary>Anything else that is differentiable: it has an implicit bias.</summary>
    Nonlinear,

    /// <summary>Shapes, indices, comparisons, rounding: no gradient passes.</summary>
    NonDifferentiable,
}
