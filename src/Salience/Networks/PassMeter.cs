namespace Salience.Networks;

/// <summary>Counts what runs through networks on this thread: each image, or perturbed copy of one, forward or backward.</summary>
/// <remarks>A backward pass that ends at a layer counts as one. Meters may be nested; each counts until it is disposed.</remarks>
internal sealed class PassMeter : IDisposable
{
    [ThreadStatic]
    private static PassMeter? _innermost;

    private readonly PassMeter? _outer;

    private PassMeter() => (_outer, _innermost) = (_innermost, this);

    /// <summary>Images and copies that were run forward.</summary>
    public long Forward { get; private set; }

    /// <summary>Images and copies whose outputs were differentiated.</summary>
    public long Backward { get; private set; }

    /// <summary>Begins to count.</summary>
    public static PassMeter Start() => new();

    /// <summary>A forward pass over that many rows.</summary>
    public static void CountForward(long rows)
    {
        for (var meter = _innermost; meter is not null; meter = meter._outer)
            meter.Forward += rows;
    }

    /// <summary>A backward pass over that many rows.</summary>
    public static void CountBackward(long rows)
    {
        for (var meter = _innermost; meter is not null; meter = meter._outer)
            meter.Backward += rows;
    }

    /// <inheritdoc/>
    public void Dispose() => _innermost = _outer;
}
