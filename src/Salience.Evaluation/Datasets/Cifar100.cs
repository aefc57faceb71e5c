using Salience.Evaluation.Datasets.Files;
using Salience.Imaging;

namespace Salience.Evaluation.Datasets;

/// <summary>CIFAR-100: 32×32 colour pictures of 100 kinds of things in 20 groups, 50,000 for training and 10,000 for testing.</summary>
/// <remarks>
/// The binary version (Krizhevsky 2009), whole or cut, gzipped or not. Labels are the fine ones. The normalisation is mean (0.5071, 0.4867, 0.4408) and
/// deviation (0.2675, 0.2565, 0.2761), the figures of the 50,000 training pictures on [0, 1]. The names come from <c>fine_label_names.txt</c> and
/// <c>coarse_label_names.txt</c> beside the files where these are there.
/// </remarks>
public sealed class Cifar100 : ImageDataset
{
    private readonly CifarRecords _records;

    private Cifar100(string name, IReadOnlyList<string> files)
    {
        Name = name;
        _records = CifarRecords.Read(files, ("coarse label", Cifar100Names.Coarse.Length), ("fine label", Cifar100Names.Fine.Length));
        var folder = Path.GetDirectoryName(Path.GetFullPath(files[0]))!;
        Classes = LabelNames.Read(folder, ["fine_label_names.txt"], Cifar100Names.Fine);
        CoarseClasses = LabelNames.Read(folder, ["coarse_label_names.txt"], Cifar100Names.Coarse);
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override int Count => _records.Count;

    /// <inheritdoc/>
    public override ImageShape Shape => CifarRecords.Shape;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes { get; }

    /// <summary>Names of the groups; a coarse label is an index into them.</summary>
    public IReadOnlyList<string> CoarseClasses { get; }

    /// <inheritdoc/>
    public override Normalization Normalization { get; } = Normalization.Parse("mean=0.5071,0.4867,0.4408,std=0.2675,0.2565,0.2761");

    /// <summary>
    /// Reads a split from a folder: <c>train.bin</c> or <c>test.bin</c>, there or in <c>cifar-100-binary</c>; or the one file <c>train*.bin</c> or
    /// <c>test*.bin</c>, a selection. All with or without <c>.gz</c>.
    /// </summary>
    /// <exception cref="IOException">The folder or a file is missing.</exception>
    /// <exception cref="InvalidDataException">A file holds anything but whole records with labels that exist.</exception>
    public static Cifar100 Open(string folder, Split split)
    {
        folder = CifarFolder.Locate(folder, "cifar-100-binary", "test.bin");
        return split == Split.Train
            ? new Cifar100("cifar100/train", CifarFolder.Files(folder, ["train.bin"], "train"))
            : new Cifar100("cifar100/test", CifarFolder.Files(folder, ["test.bin"], "test"));
    }

    /// <summary>Reads files, one after the other.</summary>
    /// <param name="files">Files of records, each gzipped or not; at least one.</param>
    /// <param name="name">Name for records.</param>
    /// <exception cref="IOException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">As for <see cref="Open"/>.</exception>
    public static Cifar100 FromFiles(IReadOnlyList<string> files, string name = "cifar100")
    {
        ArgumentNullException.ThrowIfNull(files);
        return new Cifar100(name, files);
    }

    /// <inheritdoc/>
    public override int LabelOf(int index)
    {
        CheckIndex(index);
        return _records.Label(index, 1);
    }

    /// <summary>The group of a picture's class.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> − 1.</param>
    /// <returns>An index into <see cref="CoarseClasses"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such picture.</exception>
    public int CoarseLabelOf(int index)
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
