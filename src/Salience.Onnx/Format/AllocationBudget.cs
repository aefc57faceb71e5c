namespace Salience.Onnx.Format;

/// <summary>How many bytes of tensors a model may cause while it is read, in proportion to the files it consists of.</summary>
/// <remarks>Functions and external data let many tensors refer to the same stored bytes; this keeps a small file from filling the memory.</remarks>
/// <param name="modelLength">Bytes of the model file.</param>
internal sealed class AllocationBudget(long modelLength)
{
    /// <summary>What every model may use, however small its file.</summary>
    public const long Base = 64L << 20;

    /// <summary>How often, on the whole, each stored byte may be used: tied weights, weights laid out anew.</summary>
    public const int Reuse = 4;

    private readonly HashSet<string> _counted = [];
    private long _left = Base + (Reuse * modelLength);

    /// <summary>Adds the size of a data file, once.</summary>
    public void Count(string dataFile, long length)
    {
        if (_counted.Add(dataFile))
            _left += Reuse * length;
    }

    /// <summary>Takes bytes from the budget, or nothing when it has less.</summary>
    /// <returns>Whether there were enough.</returns>
    public bool TrySpend(long bytes)
    {
        if (bytes > _left)
            return false;
        _left -= bytes;
        return true;
    }
}
