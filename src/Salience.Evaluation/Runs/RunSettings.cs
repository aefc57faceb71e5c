namespace Salience.Evaluation.Runs;

/// <summary>How much is measured, and in which pieces.</summary>
/// <param name="Limit">Most items in a part; <see langword="null"/> for all.</param>
/// <param name="Seed">Where random choices begin.</param>
/// <param name="Chunk">Items in a cell: what is lost at most when the run is killed; at least 1.</param>
/// <param name="Batch">Most pictures in one pass through the network; at least 1.</param>
/// <param name="Threads">Threads of libtorch, for the record: with other threads the last bits of figures change.</param>
/// <param name="Parts">Names of the parts to measure; <see langword="null"/> for all.</param>
public sealed record RunSettings(int? Limit = null, long Seed = 0, int Chunk = 16, int Batch = 16, int Threads = 1, IReadOnlyList<string>? Parts = null)
{
    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">One is out of range.</exception>
    internal RunSettings Checked()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Limit ?? 1, 1, nameof(Limit));
        ArgumentOutOfRangeException.ThrowIfLessThan(Chunk, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Batch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1);
        return this;
    }
}
