namespace Salience.Evaluation.Datasets.Download;

/// <summary>A transfer that did not succeed, for a reason that lies with the network or the server.</summary>
internal sealed class TransferException(string message, bool mayRecover, TimeSpan? retryAfter = null, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether another attempt at the same address makes sense.</summary>
    public bool MayRecover => mayRecover;

    /// <summary>How long the server asks to wait.</summary>
    public TimeSpan? RetryAfter => retryAfter;
}
