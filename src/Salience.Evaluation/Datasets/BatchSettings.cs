namespace Salience.Evaluation.Datasets;

/// <summary>How a data set is cut into batches.</summary>
/// <param name="Size">Pictures in a batch; at least 1.</param>
/// <param name="ShuffleSeed">Seed of the orders, one for each epoch; <see langword="null"/> keeps the order of the data set.</param>
/// <param name="DropLast">Whether a last batch with fewer pictures is left out.</param>
/// <param name="ReadAhead">Batches that are read on other threads while the caller works; 0 reads each when it is asked for. Never changes a result.</param>
public sealed record BatchSettings(int Size, long? ShuffleSeed = null, bool DropLast = false, int ReadAhead = 2);
