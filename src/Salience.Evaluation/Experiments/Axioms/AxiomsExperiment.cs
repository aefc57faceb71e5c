using Salience.Attribution;
using Salience.Evaluation.Metrics;
using Salience.Evaluation.Subjects;

namespace Salience.Evaluation.Experiments.Axioms;

/// <summary>Which axioms methods satisfy, and how far they are from those that they do not; docs/axioms.md has the formulas.</summary>
public sealed class AxiomsExperiment : Experiment
{
    private readonly AxiomsSettings _settings;
    private readonly IReadOnlyList<AxiomCheck> _checks;

    /// <summary>Prepares the experiment.</summary>
    /// <param name="settings">Options; the defaults where <see langword="null"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    public AxiomsExperiment(AxiomsSettings? settings = null)
    {
        _settings = settings ?? new AxiomsSettings();
        ArgumentOutOfRangeException.ThrowIfLessThan(_settings.Draws, 1, nameof(settings));
        ArgumentOutOfRangeException.ThrowIfLessThan(_settings.Steps, 1, nameof(settings));
        ArgumentOutOfRangeException.ThrowIfLessThan(_settings.Halvings, 1, nameof(settings));
        ArgumentOutOfRangeException.ThrowIfLessThan(_settings.Copies, 1, nameof(settings));
        if (!(_settings.Radius > 0) || !double.IsFinite(_settings.Radius))
            throw new ArgumentOutOfRangeException(nameof(settings), _settings.Radius, "The radius is a share of the picture's range, above 0.");
        _checks =
        [
            new CompletenessCheck(),
            new SensitivityCheck(),
            new NullPlayerCheck(),
            new ImplementationInvarianceCheck(),
            new InputShiftCheck(),
            new WeakDependenceCheck(),
            new ThresholdCheck(),
            new PathContinuityCheck(),
            new BatchNormMergingCheck(),
            new NetworkContinuityCheck(_settings.Steps, _settings.Halvings),
            new LocalLipschitzCheck(_settings.Copies, _settings.Radius),
        ];
        Metrics = [.. _checks.SelectMany(c => c.Metrics).Distinct()];
    }

    /// <summary>What the experiment is.</summary>
    public static ExperimentDescription About { get; } = new(
        "axioms",
        "Which axioms does a method satisfy, and how far is it from the others?",
        "Completeness and what can be measured on any network: on the network and pictures given, for the predicted class. Sensitivity, invariance, weak dependence and continuity: on small networks drawn at random, an item being one network and picture, so that the same function can be written twice and linear regions are known.",
        "Sundararajan et al. 2017; Kindermans et al. 2019; Srinivas and Fleuret 2019; Alvarez-Melis and Jaakkola 2018; the examples of the reviews of Srinivas and Fleuret 2019",
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
        "fullgrad", "fullgrad:preset=signed", "fullgrad:preset=signed,terms=biases", "smooth-fullgrad", "saliency", "input-x-gradient", "integrated-gradients", "deeplift", "lrp",
        "smoothgrad", "grad-cam", "guided-backprop",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<ExperimentPart> Parts(EvaluationSubject subject) => [.. _checks.Select(c => c.Part).Distinct()];

    /// <inheritdoc/>
    public override IReadOnlyList<int> Items(EvaluationSubject subject, ExperimentPart part, int? limit)
    {
        // The run's record holds a hash of the pictures of all items: networks drawn at random are not more than there are pictures.
        var pictures = base.Items(subject, part, limit);
        return AxiomParts.IsDrawn(part) ? [.. pictures.Take(_settings.Draws)] : pictures;
    }

    /// <inheritdoc/>
    public override void Measure(CellRequest cell, CellFigures figures)
    {
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(figures);
        foreach (var check in _checks.Where(c => c.Part == cell.Part))
            check.Measure(cell, figures);
    }
}
