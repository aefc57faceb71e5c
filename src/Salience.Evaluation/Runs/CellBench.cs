using Salience.Evaluation.Experiments;
using Salience.Evaluation.Subjects;
using static TorchSharp.torch;

namespace Salience.Evaluation.Runs;

/// <summary>Measures cells one after the other; what neighbours share is computed once.</summary>
internal sealed class CellBench(EvaluationSubject subject, CellOptions options) : IDisposable
{
    private readonly Shelf _run = new();
    private ItemChunk? _chunk;
    private Shelf? _shelf;
    private PlannedCell? _last;

    /// <summary>Time spent on what all cells share.</summary>
    public TimeSpan Making => _run.Making;

    /// <summary>Measures a cell.</summary>
    public CellFigures Measure(Experiment experiment, PlannedCell cell)
    {
        if (_chunk is null || !ReferenceEquals(_last?.Items, cell.Items))
        {
            Clear();
            (_chunk, _shelf) = (new ItemChunk(subject, cell.Items, options.Batch, options.Cancellation), new Shelf());
        }
        else if (!ReferenceEquals(_last!.Method, cell.Method))
        {
            _shelf!.Dispose();
            _shelf = new Shelf();
        }

        _last = cell;
        var figures = new CellFigures(cell.Items.Length);
        using var scope = NewDisposeScope();
        experiment.Measure(new CellRequest(subject, cell.Part, cell.Method, _chunk, _shelf!, _run, options), figures);
        return figures;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Clear();
        _run.Dispose();
    }

    private void Clear()
    {
        _shelf?.Dispose();
        _chunk?.Dispose();
        (_chunk, _shelf) = (null, null);
    }
}
