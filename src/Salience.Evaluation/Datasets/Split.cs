namespace Salience.Evaluation.Datasets;

/// <summary>Which part of a data set, as its makers divided it.</summary>
public enum Split
{
    /// <summary>What networks are trained on.</summary>
    Train,

    /// <summary>What they are judged by.</summary>
    Test,
}
