namespace Salience.Networks.Training;

/// <summary>How a <see cref="BatchPlan"/> runs.</summary>
/// <param name="Training">Whether normalisations use and follow the batch's statistics and dropout drops.</param>
/// <param name="Step">Number of the training step: a key of the random numbers.</param>
internal readonly record struct RunMode(bool Training, long Step)
{
    /// <summary>Running statistics, nothing dropped.</summary>
    public static RunMode Evaluation => new(Training: false, Step: 0);
}
