namespace Salience.Evaluation.Experiments.Axioms;

/// <summary>Settings of <see cref="AxiomsExperiment"/>.</summary>
/// <param name="Draws">Networks drawn at random for each axiom; at least 1.</param>
/// <param name="Steps">Equal steps on the way between two pictures; at least 1.</param>
/// <param name="Halvings">How often the step with the largest change is halved; at least 1.</param>
/// <param name="Copies">Pictures close by for the local Lipschitz estimate; at least 1.</param>
/// <param name="Radius">How far they are away, as a share of each picture's range of values; above 0.</param>
public sealed record AxiomsSettings(int Draws = 20, int Steps = 8, int Halvings = 12, int Copies = 8, double Radius = 0.01);
