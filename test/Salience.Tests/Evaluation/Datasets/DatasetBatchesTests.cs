using Salience.Evaluation.Datasets;

namespace Salience.Tests.Evaluation.Datasets;

public class DatasetBatchesTests
{
    private static DatasetBatches Of(int count, int size, long? seed = null, bool dropLast = false, int readAhead = 0) =>
        new(new CountingDataset(count), new BatchSettings(size, seed, dropLast, readAhead));

    private static int[] Seen(IEnumerable<ImageBatch> batches) => [.. batches.SelectMany(b => b.Indices.ToArray())];

    [Fact]
    public void Without_a_seed_every_epoch_keeps_the_order_of_the_data_set()
    {
        var batches = Of(7, 3);

        Assert.Equal([0, 1, 2, 3, 4, 5, 6], Seen(batches.Epoch(0)));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], Seen(batches.Epoch(5)));
        Assert.Equal([3, 3, 1], batches.Epoch(0).Select(b => b.Count));
    }

    [Fact]
    public void A_short_last_batch_is_left_out_on_request()
    {
        Assert.Equal([3, 3], Of(7, 3, dropLast: true).Epoch(0).Select(b => b.Count));
        Assert.Equal([3, 3], Of(6, 3, dropLast: true).Epoch(0).Select(b => b.Count));
    }

    [Fact]
    public void A_shuffled_epoch_has_every_picture_once_in_an_order_of_its_own()
    {
        var batches = Of(200, 16, seed: 4);

        var (first, second) = (Seen(batches.Epoch(0)), Seen(batches.Epoch(1)));

        Assert.Equal(Enumerable.Range(0, 200), first.Order());
        Assert.Equal(Enumerable.Range(0, 200), second.Order());
        Assert.NotEqual(first, second);
        Assert.NotEqual(first, Seen(Of(200, 16, seed: 5).Epoch(0)));
        Assert.Equal(first, Seen(Of(200, 16, seed: 4).Epoch(0)));
    }

    [Fact]
    public void Any_batch_of_any_epoch_can_be_asked_for_directly()
    {
        var all = Of(50, 8, seed: 1).Epoch(3).Select(b => b.Indices.ToArray()).ToList();

        var fresh = Of(50, 8, seed: 1);

        Assert.Equal(all[4], fresh.Read(3, 4).Indices.ToArray());
        Assert.Equal(all[6], fresh.Read(3, 6).Indices.ToArray());
        Assert.Equal(all.Skip(2).SelectMany(i => i), Seen(fresh.Epoch(3, first: 2)));
        Assert.Empty(fresh.Epoch(3, first: fresh.Count));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public void Reading_ahead_changes_nothing(int readAhead)
    {
        var ahead = Of(100, 7, seed: 2, readAhead: readAhead).Epoch(1).ToList();
        var plain = Of(100, 7, seed: 2).Epoch(1).ToList();

        Assert.Equal(plain.Count, ahead.Count);
        Assert.All(plain.Zip(ahead), pair =>
        {
            Assert.Equal(pair.First.Indices.ToArray(), pair.Second.Indices.ToArray());
            Assert.Equal(pair.First.Labels.ToArray(), pair.Second.Labels.ToArray());
            Assert.Equal(pair.First.Pixels.ToArray(), pair.Second.Pixels.ToArray());
        });
    }

    [Fact]
    public void No_more_is_read_ahead_than_asked_and_nothing_after_the_caller_has_left()
    {
        var dataset = new CountingDataset(1000);
        var batches = new DatasetBatches(dataset, new BatchSettings(10, ReadAhead: 3));

        using (var epoch = batches.Epoch(0).GetEnumerator())
            Assert.True(epoch.MoveNext());

        Assert.Equal(40, dataset.Reads);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_picture_that_cannot_be_read_fails_the_batch_it_is_in_and_no_earlier_one(int readAhead)
    {
        var batches = new DatasetBatches(new CountingDataset(20, badIndex: 13), new BatchSettings(5, ReadAhead: readAhead));
        using var epoch = batches.Epoch(0).GetEnumerator();

        Assert.True(epoch.MoveNext());
        Assert.True(epoch.MoveNext());
        var error = Assert.Throws<InvalidDataException>(() => epoch.MoveNext());

        Assert.StartsWith("picture 13:", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Cancellation_ends_the_epoch(int readAhead)
    {
        using var cancellation = new CancellationTokenSource();
        var batches = Of(20, 5, readAhead: readAhead);
        using var epoch = batches.Epoch(0, cancellation: cancellation.Token).GetEnumerator();
        Assert.True(epoch.MoveNext());

        cancellation.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => epoch.MoveNext());
    }

    [Theory]
    [InlineData(0, 1, false, "give a size of at least 1")]
    [InlineData(4, -1, false, "give 0 or more")]
    [InlineData(11, 0, true, "has 10 pictures, fewer than one batch of 11")]
    public void Settings_that_make_no_batches_are_refused(int size, int readAhead, bool dropLast, string expected)
    {
        var error = Assert.Throws<ArgumentException>(() => Of(10, size, dropLast: dropLast, readAhead: readAhead));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
