using Salience.Evaluation.Datasets.Files;
using Salience.Imaging;

namespace Salience.Evaluation.Datasets;

/// <summary>CIFAR-10: 32×32 colour pictures of ten kinds of things, 50,000 for training and 10,000 for testing.</summary>
/// <remarks>
/// The binary version (Krizhevsky 2009), whole or cut, gzipped or not. The normalisation is mean (0.4914, 0.4822, 0.4465) and deviation
/// (0.2470, 0.2435, 0.2616), the figures of the 50,000 training pictures on [0, 1]. The names come from <c>batches.meta.txt</c> or <c>classes.txt</c>
/// beside the files where one is there.
/// </remarks>
public sealed class Cifar10 : ImageDataset
{
    private static readonly string[] Names = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];
    private readonly CifarRecords _records;

    private Cifar10(string name, IReadOnlyList<string> files)
    {
        Name = name;
        _records = CifarRecords.Read(files, ("label", Names.Length));
        Classes = LabelNames.Read(Path.GetDirectoryName(Path.GetFullPath(files[0]))!, ["batches.meta.txt", "classes.txt"], Names);
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override int Count => _records.Count;

    /// <inheritdoc/>
    public override ImageShape Shape => CifarRecords.Shape;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes { get; }

    /// <inheritdoc/>
    public override Normalization Normalization { get; } = Normalization.Parse("mean=0.4914,0.4822,0.4465,std=0.2470,0.2435,0.2616");

    /// <summary>
    /// Reads a split from a folder: <c>data_batch_1.bin</c> to <c>data_batch_5.bin</c> or <c>test_batch.bin</c>, there or in <c>cifar-10-batches-bin</c>;
    /// or the one file <c>train*.bin</c> or <c>test*.bin</c>, a selection. All with or without <c>.gz</c>.
    /// </summary>
    /// <exception cref="IOException">The folder or a file is missing.</exception>
    /// <exception cref="InvalidDataException">A file holds anything but whole records with labels from 0 to 9.</exception>
    public static Cifar10 Open(string folder, Split split)
    {
        folder = CifarFolder.Locate(folder, "cifar-10-batches-bin", "test_batch.bin");
        return split == Split.Train
            ? new Cifar10("cifar10/train", CifarFolder.Files(folder, [.. Enumerable.Range(1, 5).Select(n => $"data_batch_{n}.bin")], "train"))
            : new Cifar10("cifar10/test", CifarFolder.Files(folder, ["test_batch.bin"], "test"));
    }

    /// <summary>Reads files, one after the other.</summary>
    /// <param name="files">Files of records, each gzipped or not; at least one.</param>
    /// <param name="name">Name for records.</param>
    /// <exception cref="IOException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">As for <see cref="Open"/>.</exception>
    public static Cifar10 FromFiles(IReadOnlyList<string> files, string name = "cifar10")
    {
        ArgumentNullException.ThrowIfNull(files);
        return new Cifar10(name, files);
    }

    /// <inheritdoc/>
    public override int LabelOf(int index)
    {
        CheckIndex(index);
        return _records.Label(index, 0);
    }

    /// <inheritdoc/>
    public override void Read(int index, Span<byte> pixels)
    {
        CheckRead(index, pixels);
        _records.Pixels(index).CopyTo(pixels);
    }
}
