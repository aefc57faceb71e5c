namespace Salience.Attribution;

/// <summary>How <see cref="DeepLift"/> shares what a nonlinearity does among its inputs.</summary>
public enum DeepLiftRule
{
    /// <summary>In proportion to the inputs' differences, whatever their sign.</summary>
    Rescale,

    /// <summary>What raises the nonlinearity's input and what lowers it apart, behind every linear operator.</summary>
    RevealCancel,

    /// <summary>RevealCancel behind fully-connected layers and Rescale elsewhere: the default of the authors' own code.</summary>
    RevealCancelDense,
}

/// <summary>Which operators have a rule of their own in <see cref="DeepLift"/>.</summary>
public enum DeepLiftOperators
{
    /// <summary>All: attributions add up to <c>f(x) − f(x₀)</c> on every network that is explained.</summary>
    Complete,

    /// <summary>
    /// Those of captum: ReLU, leaky ReLU, ELU, sigmoid, tanh, softplus, max pooling and softmax; all others pass their derivative on, and so does the
    /// second of two of them in a row, such as max pooling directly behind ReLU. Attributions need not add up.
    /// </summary>
    Captum,
}
