using Salience.Evaluation.Statistics;

namespace Salience.Evaluation.Experiments;

/// <summary>What <see cref="LocalizationExperiment"/> found, image by image and in summary.</summary>
/// <param name="Dataset">Name of the data set.</param>
/// <param name="Settings">How it was measured.</param>
/// <param name="Images">The images.</param>
/// <param name="Chance">What a map that knows nothing gets in each metric: the mask's share of the picture.</param>
/// <param name="Methods">The methods, in the order given.</param>
public sealed record LocalizationResult(
    string Dataset, LocalizationSettings Settings, IReadOnlyList<LocalizedImage> Images, SampleSummary Chance, IReadOnlyList<MethodLocalization> Methods)
{
    /// <summary>Share of the images that the network classifies rightly.</summary>
    public double Accuracy => Images.Average(image => image.Label == image.Predicted ? 1.0 : 0.0);
}

/// <summary>An image that was explained.</summary>
/// <param name="Index">Number within the data set.</param>
/// <param name="Label">Its class.</param>
/// <param name="Predicted">The class that the network says.</param>
/// <param name="Explained">The class that was explained.</param>
/// <param name="Chance">The mask's share of the picture.</param>
public sealed record LocalizedImage(int Index, int Label, int Predicted, int Explained, double Chance);

/// <summary>How well the maps of one method agree with the masks.</summary>
/// <param name="Name">The method.</param>
/// <param name="Definition">What it computes.</param>
/// <param name="Evidence">Which part of the map counted.</param>
/// <param name="Mass">Relevance mass accuracy.</param>
/// <param name="RankAccuracy">Relevance rank accuracy.</param>
/// <param name="PointingGame">Pointing game.</param>
public sealed record MethodLocalization(
    string Name, string Definition, MapEvidence Evidence, MetricValues Mass, MetricValues RankAccuracy, MetricValues PointingGame);

/// <summary>A metric for every image.</summary>
/// <param name="PerImage">In the order of the images.</param>
/// <param name="Summary">Mean, median and interval.</param>
public sealed record MetricValues(IReadOnlyList<double> PerImage, SampleSummary Summary);
