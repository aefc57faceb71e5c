using Salience.Evaluation.Metrics;

namespace Salience.Evaluation.Experiments.Axioms;

/// <summary>A property that attributions may have, as a measurement of how far they are from having it.</summary>
internal abstract class AxiomCheck(ExperimentPart part)
{
    /// <summary>The condition that it belongs to.</summary>
    public ExperimentPart Part => part;

    /// <summary>The figures it gives.</summary>
    public abstract IReadOnlyList<Metric> Metrics { get; }

    /// <summary>Measures the items of a cell.</summary>
    /// <param name="cell">What to measure.</param>
    /// <param name="figures">Receives every metric of every item, <see cref="double.NaN"/> where the method does not apply.</param>
    public abstract void Measure(CellRequest cell, CellFigures figures);
}
