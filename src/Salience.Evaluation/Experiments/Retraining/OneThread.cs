using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments.Retraining;

/// <summary>libtorch on one thread, so that a training gives the same bits wherever it was interrupted; the number before comes back on disposal.</summary>
internal sealed class OneThread : IDisposable
{
    private readonly int _before = get_num_threads();

    public OneThread() => set_num_threads(1);

    public void Dispose() => set_num_threads(_before);
}
