using Salience.Evaluation.Randomization;

namespace Salience.Evaluation.Experiments.SanityChecks;

/// <summary>Settings of <see cref="SanityCheckExperiment"/>.</summary>
/// <param name="Stages">Points of the curves: at stage k of S, the share k/S of the layers is random.</param>
/// <param name="Draw">What takes the place of trained parameters.</param>
/// <param name="Explain">Which class the random network is explained for.</param>
/// <param name="Samples">Noisy copies that maps are averaged over in the part <c>smooth</c>.</param>
/// <param name="Noise">Deviation of their noise as a share of each picture's range of values.</param>
public sealed record SanityCheckSettings(
    int Stages = 8, ParameterDraw Draw = ParameterDraw.Normal, RandomizedClass Explain = RandomizedClass.Trained, int Samples = 10, double Noise = 0.1);

/// <summary>Which class a network with random layers is explained for.</summary>
public enum RandomizedClass
{
    /// <summary>The class that the trained network says: the question stays the same.</summary>
    Trained,

    /// <summary>The class that the random network says, as in the notebooks of Adebayo et al. 2018.</summary>
    Current,
}
