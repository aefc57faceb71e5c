using Salience.Evaluation.Datasets;
using Salience.Evaluation.Metrics;
using Salience.Evaluation.Subjects;

namespace Salience.Evaluation.Experiments;

/// <summary>One experiment with its settings: which conditions, items and metrics there are, and how a cell of them is measured.</summary>
/// <remarks>
/// An experiment is one class in one file; <see cref="ExperimentCatalogue"/> lists them. Everything else is the frame's: the run folder, going on
/// after an interruption, statistics, comparisons, plots and the report. A cell is one part × one method × one chunk of items; its figures may depend
/// on nothing else (the seed and an item's number draw random choices), so that cells can be measured in any order and at any time.
/// </remarks>
public abstract class Experiment
{
    /// <summary>What the experiment is.</summary>
    public abstract ExperimentDescription Description { get; }

    /// <summary>All settings by name, defaults included, as <see cref="ExperimentCatalogue.Create"/> reads them.</summary>
    public abstract IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>The figures it gives. A part may leave some out.</summary>
    public abstract IReadOnlyList<Metric> Metrics { get; }

    /// <summary>Methods compared unless others are asked for, as <see cref="Maps.MapSources.Create"/> takes them.</summary>
    public virtual IReadOnlyList<string> DefaultMethods { get; } =
    [
        "fullgrad", "saliency", "input-x-gradient", "integrated-gradients", "smoothgrad", "grad-cam", "guided-backprop",
    ];

    /// <summary>Methods that always run beside those asked for: what a method must beat before it is said to explain anything.</summary>
    public virtual IReadOnlyList<string> Controls { get; } = ["scattered"];

    /// <summary>The conditions, in the order of reports.</summary>
    /// <param name="subject">What the experiment is done on.</param>
    public virtual IReadOnlyList<ExperimentPart> Parts(EvaluationSubject subject) => [ExperimentPart.All];

    /// <summary>The items of a part: numbers of pictures in the data set, or whatever numbers mean to the experiment. Ascending, without repetition.</summary>
    /// <param name="subject">What the experiment is done on.</param>
    /// <param name="part">The condition.</param>
    /// <param name="limit">Most items wanted; <see langword="null"/> for all there are.</param>
    public virtual IReadOnlyList<int> Items(EvaluationSubject subject, ExperimentPart part, int? limit)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return [.. Enumerable.Range(0, Math.Min(limit ?? int.MaxValue, subject.Data.Images.Count))];
    }

    /// <summary>The pictures that networks are trained on; <see langword="null"/> unless <see cref="ExperimentNeeds.Training"/> is declared.</summary>
    /// <param name="subject">What the experiment is done on.</param>
    /// <param name="seed">Where random choices begin.</param>
    public virtual ImageDataset? TrainingPictures(EvaluationSubject subject, long seed) => null;

    /// <summary>Why the experiment cannot be done on a subject, in one sentence that says what to do; <see langword="null"/> where it can.</summary>
    /// <param name="subject">The subject.</param>
    public virtual string? Refuses(EvaluationSubject subject) => null;

    /// <summary>Measures a cell.</summary>
    /// <param name="cell">What to measure.</param>
    /// <param name="figures">Receives the figures of every item; <see cref="double.NaN"/> where a figure does not exist for an item.</param>
    public abstract void Measure(CellRequest cell, CellFigures figures);
}
