namespace Salience.Evaluation.Training;

/// <summary>What has been summed over the steps of an epoch so far.</summary>
/// <param name="Loss">Sum of the losses of the pictures.</param>
/// <param name="Correct">Pictures whose class was right.</param>
/// <param name="Images">Pictures trained on.</param>
/// <param name="Seconds">Time spent on them.</param>
internal readonly record struct EpochSums(double Loss, long Correct, long Images, double Seconds)
{
    public double MeanLoss => Images == 0 ? 0 : Loss / Images;

    public double Accuracy => Images == 0 ? 0 : (double)Correct / Images;
}
