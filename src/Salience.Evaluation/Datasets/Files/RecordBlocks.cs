namespace Salience.Evaluation.Datasets.Files;

/// <summary>Records of one length in memory, held once, in blocks of about a megabyte so that their number need not be known beforehand.</summary>
internal sealed class RecordBlocks
{
    private const int BlockLength = 1 << 20;
    private readonly List<byte[]> _blocks = [];
    private readonly int _recordLength;
    private readonly int _perBlock;

    /// <summary>No records yet.</summary>
    /// <param name="recordLength">Bytes of each; at least 1.</param>
    public RecordBlocks(int recordLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(recordLength, 1);
        _recordLength = recordLength;
        _perBlock = Math.Max(1, BlockLength / recordLength);
    }

    /// <summary>Number of records.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes of a record.</summary>
    public ReadOnlySpan<byte> this[int index] => _blocks[index / _perBlock].AsSpan(index % _perBlock * _recordLength, _recordLength);

    /// <summary>Reads records from a file until it ends or there are enough.</summary>
    /// <param name="file">Where to read.</param>
    /// <param name="most">Most records to read.</param>
    /// <returns>Bytes of a last record that is not whole; 0 where the file ends between records or there were enough.</returns>
    public int Append(DataFile file, int most)
    {
        for (var left = most; left > 0;)
        {
            var slot = Count % _perBlock;
            if (slot == 0)
                _blocks.Add(new byte[_perBlock * _recordLength]);
            var want = Math.Min(_perBlock - slot, left);
            var got = file.Fill(_blocks[^1].AsSpan(slot * _recordLength, want * _recordLength));
            Count += got / _recordLength;
            left -= want;
            if (got < want * _recordLength)
            {
                DropEmptyBlock();
                return got % _recordLength;
            }
        }

        return 0;
    }

    // A further file continues in the last block only while that has free slots; a block that got no record would be added twice.
    private void DropEmptyBlock()
    {
        if (Count <= (_blocks.Count - 1) * _perBlock)
            _blocks.RemoveAt(_blocks.Count - 1);
    }
}
