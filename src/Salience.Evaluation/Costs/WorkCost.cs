namespace Salience.Evaluation.Costs;

/// <summary>What some work with a network took.</summary>
/// <param name="Seconds">Time.</param>
/// <param name="Forward">Images and perturbed copies that were run forward.</param>
/// <param name="Backward">Images and perturbed copies whose outputs were differentiated; a pass that ends at a layer counts as one.</param>
/// <param name="PeakBytes">Resident memory at the peak beyond what the process held before; <see langword="null"/> where it was not asked for or the system does not tell.</param>
public sealed record WorkCost(double Seconds, long Forward, long Backward, long? PeakBytes);
