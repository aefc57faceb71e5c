using Salience.Attribution;
using Salience.Evaluation.Metrics;

namespace Salience.Evaluation.Experiments.Robustness;

/// <summary>How far maps change when the picture hardly does, and how well they tell what removing pixels does; docs/axioms.md has the formulas.</summary>
public sealed class RobustnessExperiment : Experiment
{
    private readonly RobustnessSettings _settings;
    private readonly IReadOnlyList<RobustnessMeasure> _measures;

    /// <summary>Prepares the experiment.</summary>
    /// <param name="settings">Options; the defaults where <see langword="null"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    public RobustnessExperiment(RobustnessSettings? settings = null)
    {
        _settings = settings ?? new RobustnessSettings();
        ArgumentOutOfRangeException.ThrowIfLessThan(_settings.Squares, 2, nameof(settings));
        ArgumentOutOfRangeException.ThrowIfLessThan(_settings.Subsets, 3, nameof(settings));
        ArgumentOutOfRangeException.ThrowIfLessThan(_settings.Copies, 1, nameof(settings));
        if (!(_settings.Radius > 0) || !double.IsFinite(_settings.Radius))
            throw new ArgumentOutOfRangeException(nameof(settings), _settings.Radius, "The radius is a share of the picture's range, above 0.");
        _measures = [new MaxSensitivity(_settings.Copies, _settings.Radius), new InfidelityMeasure(_settings.Squares), new SensitivityN(_settings.Subsets)];
        Metrics = [.. _measures.SelectMany(m => m.Metrics)];
    }

    /// <summary>What the experiment is.</summary>
    public static ExperimentDescription About { get; } = new(
        "robustness",
        "Do maps stand still, and do they tell what removing pixels does?",
        "Each picture is explained for the predicted class. Max-sensitivity: the map of pictures close by. Infidelity: squares are removed. Sensitivity-n: random sets of pixels are removed. What is removed becomes 0 in the network's input; squares, sets and noise depend on seed and picture only, so that all methods meet the same.",
        "Yeh et al. 2019; Ancona et al. 2018",
        ExperimentNeeds.Model | ExperimentNeeds.Images | ExperimentNeeds.Methods);

    /// <inheritdoc/>
    public override ExperimentDescription Description => About;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Settings => SettingsText.Write(_settings);

    /// <inheritdoc/>
    public override IReadOnlyList<Metric> Metrics { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> DefaultMethods { get; } =
    [
        "fullgrad", "fullgrad:preset=signed", "smooth-fullgrad", "saliency", "input-x-gradient", "integrated-gradients", "deeplift", "smoothgrad", "grad-cam", "guided-backprop",
    ];

    /// <inheritdoc/>
    public override void Measure(CellRequest cell, CellFigures figures)
    {
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(figures);
        foreach (var measure in _measures)
            measure.Measure(cell, figures);
    }
}
