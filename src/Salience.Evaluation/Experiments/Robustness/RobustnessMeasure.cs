using Salience.Evaluation.Metrics;

namespace Salience.Evaluation.Experiments.Robustness;

/// <summary>One way to judge maps by perturbed pictures.</summary>
internal abstract class RobustnessMeasure
{
    /// <summary>The figures it gives.</summary>
    public abstract IReadOnlyList<Metric> Metrics { get; }

    /// <summary>Measures the items of a cell.</summary>
    /// <param name="cell">What to measure.</param>
    /// <param name="figures">Receives every metric of every item.</param>
    public abstract void Measure(CellRequest cell, CellFigures figures);
}
