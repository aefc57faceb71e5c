using Salience.Evaluation.Randomness;

namespace Salience.Evaluation.Datasets;

/// <summary>A data set as batches, epoch by epoch.</summary>
/// <remarks>
/// Nothing is remembered between batches: the order of an epoch depends on the seed and the epoch's number alone, so any batch of any epoch
/// can be asked for directly, and work that was interrupted goes on in the middle of an epoch with the batches it would have had.
/// </remarks>
public sealed class DatasetBatches
{
    private readonly BatchSettings _settings;
    private (int Epoch, int[] Order)? _latest;
    private readonly Lock _lock = new();

    /// <summary>Cuts a data set into batches.</summary>
    /// <exception cref="ArgumentException">A setting is out of range, or no batch would be left.</exception>
    public DatasetBatches(ImageDataset dataset, BatchSettings settings)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Size < 1)
            throw new ArgumentException($"A batch of {settings.Size} pictures is not possible; give a size of at least 1.", nameof(settings));
        if (settings.ReadAhead < 0)
            throw new ArgumentException($"Reading {settings.ReadAhead} batches ahead is not possible; give 0 or more.", nameof(settings));
        if (dataset.Count == 0)
            throw new ArgumentException($"The data set {dataset.Name} is empty.", nameof(dataset));
        if (settings.DropLast && dataset.Count < settings.Size)
            throw new ArgumentException($"The data set {dataset.Name} has {dataset.Count} pictures, fewer than one batch of {settings.Size}; "
                + "give a smaller size or keep the last batch.", nameof(settings));
        Dataset = dataset;
        _settings = settings;
    }

    /// <summary>The data set.</summary>
    public ImageDataset Dataset { get; }

    /// <summary>Batches in an epoch.</summary>
    public int Count => _settings.DropLast ? Dataset.Count / _settings.Size : (Dataset.Count - 1) / _settings.Size + 1;

    /// <summary>The indices of a batch in the data set.</summary>
    /// <param name="epoch">From 0.</param>
    /// <param name="batch">From 0 to <see cref="Count"/> − 1.</param>
    public ReadOnlySpan<int> Indices(int epoch, int batch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)batch, (uint)Count, nameof(batch));
        var first = batch * _settings.Size;
        return Order(epoch).AsSpan(first, Math.Min(_settings.Size, Dataset.Count - first));
    }

    /// <summary>Reads one batch.</summary>
    /// <param name="epoch">From 0.</param>
    /// <param name="batch">From 0 to <see cref="Count"/> − 1.</param>
    public ImageBatch Read(int epoch, int batch) => ImageBatch.Read(Dataset, Indices(epoch, batch));

    /// <summary>The batches of an epoch, in order, read ahead as the settings say.</summary>
    /// <param name="epoch">From 0.</param>
    /// <param name="first">The first batch; <see cref="Count"/> gives none.</param>
    /// <param name="cancellation">Ends the reading with <see cref="OperationCanceledException"/>.</param>
    public IEnumerable<ImageBatch> Epoch(int epoch, int first = 0, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)first, (uint)Count, nameof(first));
        return ReadAhead.Run(first, Count, _settings.ReadAhead, batch => Read(epoch, batch), cancellation);
    }

    private int[] Order(int epoch)
    {
        // Shuffled or not, an epoch's order is made once while that epoch lasts.
        var key = _settings.ShuffleSeed is null ? 0 : epoch;
        lock (_lock)
        {
            if (_latest is { } latest && latest.Epoch == key)
                return latest.Order;
            int[] order = _settings.ShuffleSeed is { } seed
                ? new RandomStream(seed, epoch).Permutation(Dataset.Count)
                : [.. Enumerable.Range(0, Dataset.Count)];
            _latest = (key, order);
            return order;
        }
    }
}
