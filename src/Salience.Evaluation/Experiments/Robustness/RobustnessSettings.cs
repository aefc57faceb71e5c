namespace Salience.Evaluation.Experiments.Robustness;

/// <summary>Settings of <see cref="RobustnessExperiment"/>.</summary>
/// <param name="Squares">Squares removed from each picture for infidelity; at least 2.</param>
/// <param name="Subsets">Random sets of pixels of each size for sensitivity-n; at least 3.</param>
/// <param name="Copies">Pictures close by for max-sensitivity; at least 1.</param>
/// <param name="Radius">How far they are away, as a share of each picture's range of values; above 0.</param>
public sealed record RobustnessSettings(int Squares = 64, int Subsets = 50, int Copies = 10, double Radius = 0.02);
