namespace Salience.PostProcessing;

/// <summary>What becomes of terms without a place on the picture: biases of fully-connected layers, of everything behind global pooling, of class tokens.</summary>
public enum GlobalRule
{
    /// <summary>They are left out; <see cref="Decomposition.Completeness.AbsentFromPicture"/> says how much that is.</summary>
    Drop,

    /// <summary>They are spread evenly over all pixels.</summary>
    Spread,

    /// <summary>They are carried towards the input in proportion to the relevance that reaches them: <see cref="BackProjection"/>.</summary>
    Backproject,
}
