using Salience.Evaluation.Statistics;

namespace Salience.Evaluation.Experiments;

/// <summary>Settings of <see cref="LocalizationExperiment"/>.</summary>
/// <param name="Explained">Which class is explained.</param>
/// <param name="Batch">Images in one pass; at least 1.</param>
/// <param name="Seed">Seed of the bootstrap.</param>
/// <param name="Resamples">Resamples of the bootstrap; at least 1.</param>
public sealed record LocalizationSettings(
    ExplainedClass Explained = ExplainedClass.True, int Batch = 32, long Seed = 0, int Resamples = SampleSummary.DefaultResamples);

/// <summary>Which class of an image is explained.</summary>
public enum ExplainedClass
{
    /// <summary>The class that the image has: what it shows is in the mask.</summary>
    True,

    /// <summary>The class that the network says.</summary>
    Predicted,
}
