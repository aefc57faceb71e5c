using Salience.Evaluation.Experiments;
using Salience.Evaluation.Subjects;
using static TorchSharp.torch;

namespace Salience.Evaluation.Runs;

/// <summary>Measures cells one after the other; what neighbours share is computed once.</summary>
internal sealed class CellBench(EvaluationSubject subject, CellOptions options) : IDisposable
{
    private ItemChunk? _chunk;
    private TensorShelf? _shelf;
    private PlannedCell? _last;

    /// <summary>Measures a cell.</summary>
    public CellFigures Measure(Experiment experiment, PlannedCell cell)
    {
        if (_chunk is null || !ReferenceEquals(_last?.Items, cell.Items))
        {
            Dispose();
            (_chunk, _shelf) = (new ItemChunk(subject, cell.Items, options.Batch, options.Cancellation), new TensorShelf());
        }
        else if (!ReferenceEquals(_last!.Method, cell.Method))
        {
            _shelf!.Dispose();
            _shelf = new TensorShelf();
        }

        _last = cell;
        var figures = new CellFigures(cell.Items.Length);
        using var scope = NewDisposeScope();
        experiment.Measure(new CellRequest(subject, cell.Part, cell.Method, _chunk, _shelf!, options), figures);
        return figures;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _shelf?.Dispose();
        _chunk?.Dispose();
        (_chunk, _shelf) = (null, null);
    }
}
