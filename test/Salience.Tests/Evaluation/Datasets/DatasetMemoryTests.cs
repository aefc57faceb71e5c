using Salience.Evaluation.Datasets;

namespace Salience.Tests.Evaluation.Datasets;

/// <summary>A data set is in memory once, as bytes; batches come and go.</summary>
public sealed class DatasetMemoryTests : IDisposable
{
    // One block of a megabyte that is not filled, and buffers for decompression.
    private const long Slack = 2 << 20;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Opening_allocates_the_bytes_of_the_pictures_once(bool zipped)
    {
        var bytes = SampleFiles.Cifar(1, new byte[8000]);
        var path = _folder.Write("part.bin", zipped ? SampleFiles.Gzip(bytes) : bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var cifar = Cifar10.FromFiles([path]);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, bytes.Length, bytes.Length + Slack);
        Assert.Equal(8000, cifar.Count);
    }

    [Fact]
    public void An_epoch_allocates_its_batches_and_no_copy_of_the_data_set()
    {
        var cifar = Cifar10.FromFiles([_folder.Write("part.bin", SampleFiles.Cifar(1, new byte[8000]))]);
        var batches = new DatasetBatches(cifar, new BatchSettings(100, ShuffleSeed: 1, ReadAhead: 0));
        foreach (var batch in batches.Epoch(0).Take(1))
            Assert.Equal(100, batch.Count);
        var before = GC.GetAllocatedBytesForCurrentThread();

        foreach (var batch in batches.Epoch(0).Take(10))
            Assert.Equal(100, batch.Count);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 10 * 100 * 3072, 10 * 100 * 3072 + 100_000);
    }
}
