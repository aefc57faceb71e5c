namespace Salience.Evaluation.Training;

/// <summary>What a shifted picture shows where the original has no pixels.</summary>
public enum BorderFill
{
    /// <summary>Black: the value 0 before normalisation.</summary>
    Zero,

    /// <summary>The picture mirrored at its border, the border itself not repeated.</summary>
    Reflect,
}
