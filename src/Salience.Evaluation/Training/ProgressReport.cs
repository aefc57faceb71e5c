using System.Diagnostics;

namespace Salience.Evaluation.Training;

/// <summary>Tells a listener how far a training is, after steps that lie <paramref name="pause"/> apart and after every epoch.</summary>
internal sealed class ProgressReport(IProgress<TrainingProgress>? listener, int epochs, long steps, TimeSpan pause)
{
    private readonly Stopwatch _since = new();
    private TimeSpan _next;
    private long _first;
    private long _images;

    /// <summary>The training goes on behind <paramref name="step"/> steps.</summary>
    public void Begin(long step)
    {
        _first = step;
        _since.Restart();
    }

    /// <summary>A step is done.</summary>
    public void Step(int epoch, long step, int images, double loss)
    {
        _images += images;
        if (_since.Elapsed < _next)
            return;
        _next = _since.Elapsed + pause;
        listener?.Report(State(epoch, step, loss, finished: null));
    }

    /// <summary>An epoch is over.</summary>
    public void Epoch(EpochRecord record, long step) => listener?.Report(State(record.Epoch, step, record.TrainLoss, record));

    private TrainingProgress State(int epoch, long step, double loss, EpochRecord? finished)
    {
        var elapsed = _since.Elapsed;
        var left = step > _first ? elapsed * ((double)(steps - step) / (step - _first)) : TimeSpan.Zero;
        return new TrainingProgress(epoch, epochs, step, steps, loss, _images / Math.Max(elapsed.TotalSeconds, 1e-9), left, finished);
    }
}
