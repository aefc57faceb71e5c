using Salience.Evaluation.Experiments.Axioms;
using Salience.Evaluation.Experiments.DigitFlipping;
using Salience.Evaluation.Experiments.LabelPermutation;
using Salience.Evaluation.Experiments.OutputOrigin;
using Salience.Evaluation.Experiments.Robustness;
using Salience.Evaluation.Experiments.SanityChecks;
using Salience.Evaluation.Experiments.Watermarks;
using Salience.Naming;

namespace Salience.Evaluation.Experiments;

/// <summary>Every experiment by name.</summary>
public static class ExperimentCatalogue
{
    /// <summary>All experiments, in the order in which <c>all</c> runs them.</summary>
    public static IReadOnlyList<ExperimentEntry> All { get; } =
    [
        ExperimentEntry.Of<PixelPerturbationSettings>(PixelPerturbation.About, settings => new PixelPerturbation(settings)),
        ExperimentEntry.Of<LocalizationSettings>(Localization.About, settings => new Localization(settings)),
        ExperimentEntry.Of<ClassSensitivitySettings>(ClassSensitivity.About, settings => new ClassSensitivity(settings)),
        ExperimentEntry.Of<WatermarkSettings>(WatermarkExperiment.About, settings => new WatermarkExperiment(settings)),
        ExperimentEntry.Of<DigitFlippingSettings>(DigitFlippingExperiment.About, settings => new DigitFlippingExperiment(settings)),
        ExperimentEntry.Of<SanityCheckSettings>(SanityCheckExperiment.About, settings => new SanityCheckExperiment(settings)),
        ExperimentEntry.Of<LabelPermutationSettings>(LabelPermutationExperiment.About, settings => new LabelPermutationExperiment(settings)),
        ExperimentEntry.Of<AxiomsSettings>(AxiomsExperiment.About, settings => new AxiomsExperiment(settings)),
        ExperimentEntry.Of<RobustnessSettings>(RobustnessExperiment.About, settings => new RobustnessExperiment(settings)),
        ExperimentEntry.Of<OutputOriginSettings>(OutputOriginExperiment.About, settings => new OutputOriginExperiment(settings)),
        ExperimentEntry.Of<CostSettings>(CostExperiment.About, settings => new CostExperiment(settings)),
    ];

    /// <summary>The experiment of that name.</summary>
    /// <param name="name">A name such as <c>localization</c>, in any case of letters.</param>
    /// <exception cref="ArgumentException">There is none; the message says what is possible.</exception>
    public static ExperimentEntry Find(string name)
    {
        if (All.FirstOrDefault(e => e.Description.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } found)
            return found;
        var names = All.Select(e => e.Description.Name).ToList();
        throw new ArgumentException(
            $"There is no experiment '{name}'{(Suggestion.Nearest(name, names) is { } near ? $"; did you mean '{near}'" : string.Empty)}. Experiments: {string.Join(", ", names)}.", nameof(name));
    }

    /// <summary>Makes an experiment.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="settings">Settings as text; the defaults for those not given.</param>
    /// <exception cref="ArgumentException">There is no such experiment, setting or value; the message says what is possible.</exception>
    public static Experiment Create(string name, IReadOnlyDictionary<string, string> settings) => Find(name).Create(settings);
}
