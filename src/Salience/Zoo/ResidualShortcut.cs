namespace Salience.Zoo;

/// <summary>What carries a residual block's input past it where the block changes its size. Source: He et al. 2015, section 3.3.</summary>
public enum ResidualShortcut
{
    /// <summary>Option A: every second row and column, new channels zero; no parameters.</summary>
    Identity,

    /// <summary>Option B: a strided 1×1 convolution with batch normalisation.</summary>
    Projection,
}
