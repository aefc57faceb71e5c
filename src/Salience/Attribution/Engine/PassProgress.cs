namespace Salience.Attribution.Engine;

/// <summary>Counts passes through the network and reports the share that is done.</summary>
internal sealed class PassProgress(IProgress<double>? progress, long passes)
{
    private long _done;

    /// <summary>One more pass is done.</summary>
    public void Pass() => progress?.Report(Math.Min(1, (double)++_done / Math.Max(1, passes)));
}
