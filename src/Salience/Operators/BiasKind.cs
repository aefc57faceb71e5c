namespace Salience.Operators;

/// <summary>Where a bias term comes from. Flags: LayerNormalization has both kinds in one term.</summary>
[Flags]
public enum BiasKind
{
    /// <summary>The operator has no bias: it is linear or positively homogeneous.</summary>
    None = 0,

    /// <summary>A constant that the operator adds: convolution, linear and batch-norm biases.</summary>
    Explicit = 1,

    /// <summary>The offset of the tangent of a nonlinearity: <c>σ(z) − σ′(z)·z</c>; it depends on the input.</summary>
    Implicit = 2,
}
