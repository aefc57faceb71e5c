namespace Salience.Attribution;

/// <summary>From which token's point of view attention is read.</summary>
public enum AttentionReadout
{
    /// <summary>The class token where there is one: the first token without a place on the picture. The mean over all tokens otherwise.</summary>
    Automatic,

    /// <summary>The class token; an error where there is none.</summary>
    ClassToken,

    /// <summary>The mean over all tokens, for networks that pool them.</summary>
    Mean,
}
