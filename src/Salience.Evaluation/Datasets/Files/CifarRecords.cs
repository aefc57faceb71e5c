namespace Salience.Evaluation.Datasets.Files;

/// <summary>The binary version of CIFAR-10 and CIFAR-100: label bytes, then 1024 red, 1024 green and 1024 blue bytes of a 32×32 picture.</summary>
/// <remarks>Source: Krizhevsky, <i>The CIFAR-10 dataset</i> and <i>The CIFAR-100 dataset</i> (binary version).</remarks>
internal sealed class CifarRecords
{
    /// <summary>The size of every picture.</summary>
    public static readonly ImageShape Shape = new(3, 32, 32);

    private readonly RecordBlocks _records;
    private readonly int _labelBytes;

    private CifarRecords(RecordBlocks records, int labelBytes)
    {
        _records = records;
        _labelBytes = labelBytes;
    }

    /// <summary>Number of pictures.</summary>
    public int Count => _records.Count;

    /// <summary>Reads files, one after the other.</summary>
    /// <param name="files">The files, gzipped or not.</param>
    /// <param name="classes">For each label byte of a record the number of classes and what they are called.</param>
    /// <exception cref="InvalidDataException">A file holds anything but whole records or a label that does not exist.</exception>
    public static CifarRecords Read(IReadOnlyList<string> files, params (string Label, int Count)[] classes)
    {
        if (files.Count == 0)
            throw new ArgumentException("No files are given; give the .bin files of the data set.", nameof(files));
        var length = classes.Length + Shape.Length;
        var records = new RecordBlocks(length);
        foreach (var path in files)
        {
            using var file = DataFile.Open(path);
            var first = records.Count;
            var rest = records.Append(file, int.MaxValue - first);
            if (rest > 0)
                throw new InvalidDataException($"{path}: ends within record {records.Count - first}, after {rest} of its {length} bytes; "
                    + "the file is truncated or not of this data set, copy or download it again.");
            if (records.Count == first)
                throw new InvalidDataException($"{path}: holds no records; copy or download the file again.");
            CheckLabels(records, first, path, classes);
        }

        return new CifarRecords(records, classes.Length);
    }

    /// <summary>A label byte of a picture.</summary>
    public int Label(int index, int at) => _records[index][at];

    /// <summary>The pixels of a picture, <c>(3, 32, 32)</c>.</summary>
    public ReadOnlySpan<byte> Pixels(int index) => _records[index][_labelBytes..];

    private static void CheckLabels(RecordBlocks records, int first, string path, (string Label, int Count)[] classes)
    {
        for (var i = first; i < records.Count; i++)
        {
            for (var at = 0; at < classes.Length; at++)
            {
                if (records[i][at] >= classes[at].Count)
                    throw new InvalidDataException($"{path}: the {classes[at].Label} of record {i - first} is {records[i][at]}, but labels go from 0 to {classes[at].Count - 1}; "
                        + "the file is damaged or not of this data set, copy or download it again.");
            }
        }
    }
}
