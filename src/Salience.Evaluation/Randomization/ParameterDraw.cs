namespace Salience.Evaluation.Randomization;

/// <summary>What takes the place of a trained parameter.</summary>
public enum ParameterDraw
{
    /// <summary>Normal numbers with the mean and the deviation of the trained values: the scale of the layer stays, what was learned goes.</summary>
    Normal,

    /// <summary>The trained values in random order: their whole distribution stays.</summary>
    Permutation,
}
