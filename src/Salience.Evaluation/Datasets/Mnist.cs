using Salience.Evaluation.Datasets.Files;
using Salience.Imaging;

namespace Salience.Evaluation.Datasets;

/// <summary>MNIST: 28×28 grey pictures of handwritten digits, 60,000 for training and 10,000 for testing; and any set in its format.</summary>
/// <remarks>
/// The idx files, gzipped or not (LeCun, Cortes and Burges 1998). The normalisation is mean 0.1307 and deviation 0.3081, the figures of the training
/// pictures on [0, 1]; networks trained on [0, 1], such as that of the DeepLIFT paper, take <see cref="Normalization.None"/>.
/// </remarks>
public sealed class Mnist : ImageDataset
{
    private readonly RecordBlocks _images;
    private readonly byte[] _labels;

    private Mnist(string name, string images, string labels)
    {
        Name = name;
        var (pictures, rows, columns) = IdxFile.ReadImages(images);
        _images = pictures;
        Shape = new ImageShape(1, rows, columns);
        _labels = IdxFile.ReadLabels(labels);
        if (_labels.Length != _images.Count)
            throw new InvalidDataException($"{labels}: has {_labels.Length} labels for the {_images.Count} pictures of {images}; give two files of the same split.");
        for (var i = 0; i < _labels.Length; i++)
        {
            if (_labels[i] >= Classes.Count)
                throw new InvalidDataException($"{labels}: label {i} is {_labels[i]}, but labels go from 0 to {Classes.Count - 1}; copy or download the file again.");
        }
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override int Count => _labels.Length;

    /// <inheritdoc/>
    public override ImageShape Shape { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes { get; } = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    /// <inheritdoc/>
    public override Normalization Normalization { get; } = Normalization.Parse("mean=0.1307,std=0.3081");

    /// <summary>Reads a split from a folder with the official files, <c>train-images-idx3-ubyte</c> and so on, each with or without <c>.gz</c>.</summary>
    /// <exception cref="IOException">The folder or a file is missing.</exception>
    /// <exception cref="InvalidDataException">A file has the wrong magic number, ends early, goes on after its end or has a label above 9.</exception>
    public static Mnist Open(string folder, Split split)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"{folder}: there is no such folder; check the path.");
        var prefix = split == Split.Train ? "train" : "t10k";
        return new Mnist(split == Split.Train ? "mnist/train" : "mnist/test", Find(folder, $"{prefix}-images-idx3-ubyte"), Find(folder, $"{prefix}-labels-idx1-ubyte"));
    }

    /// <summary>Reads two files, each gzipped or not.</summary>
    /// <param name="images">The pictures (idx3).</param>
    /// <param name="labels">The labels (idx1).</param>
    /// <param name="name">Name for records.</param>
    /// <exception cref="IOException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">As for <see cref="Open"/>, or the files hold different numbers.</exception>
    public static Mnist FromFiles(string images, string labels, string name = "mnist") => new(name, images, labels);

    /// <inheritdoc/>
    public override int LabelOf(int index)
    {
        CheckIndex(index);
        return _labels[index];
    }

    /// <inheritdoc/>
    public override void Read(int index, Span<byte> pixels)
    {
        CheckRead(index, pixels);
        _images[index].CopyTo(pixels);
    }

    private static string Find(string folder, string name) => DataFile.Find(folder, name)
        ?? throw new FileNotFoundException($"{folder}: {name} is missing, with or without .gz; download the four MNIST files or name the files.");
}
