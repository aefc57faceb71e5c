using Salience.Evaluation.Randomness;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments.Axioms;

/// <summary>A property that is measured on small networks, another one for each item, drawn from the seed and the number of the item.</summary>
internal abstract class DrawnAxiomCheck(ExperimentPart part) : AxiomCheck(part)
{
    /// <inheritdoc/>
    public sealed override void Measure(CellRequest cell, CellFigures figures)
    {
        for (var i = 0; i < cell.Chunk.Count; i++)
        {
            cell.Cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var item = cell.Chunk.Items[i];
            var values = Measure(new DrawnMaps(cell.Method, item, cell.Cancellation), new RandomStream(cell.Seed, item));
            foreach (var (metric, value) in Metrics.Zip(values))
                figures.Set(metric, i, value);
        }
    }

    /// <summary>The figures of one network, in the order of <see cref="AxiomCheck.Metrics"/>.</summary>
    /// <param name="maps">The method.</param>
    /// <param name="random">Draws the network and its picture.</param>
    private protected abstract IReadOnlyList<double> Measure(DrawnMaps maps, RandomStream random);
}
