namespace Salience.Evaluation.Datasets.Download;

/// <summary>The official files of a data set.</summary>
/// <param name="Name">Its name, such as <c>mnist</c>.</param>
/// <param name="Files">The files.</param>
public sealed record DatasetSource(string Name, IReadOnlyList<RemoteFile> Files)
{
    /// <summary>MNIST: the four idx files at PyTorch's and at CVDF's mirror, MD5 as torchvision gives them.</summary>
    public static DatasetSource Mnist { get; } = new("mnist",
    [
        MnistFile("train-images-idx3-ubyte.gz", 9_912_422, "f68b3c2dcbeaaa9fbdd348bbdeb94873"),
        MnistFile("train-labels-idx1-ubyte.gz", 28_881, "d53e105ee54ea40749a09fcbcd1e9432"),
        MnistFile("t10k-images-idx3-ubyte.gz", 1_648_877, "9fb629c4189551a2d022fa330f9573f3"),
        MnistFile("t10k-labels-idx1-ubyte.gz", 4_542, "ec29112dd5afa0611ce80d1b7f02629c"),
    ]);

    /// <summary>CIFAR-10: the binary version at its author's page, with the MD5 given there.</summary>
    public static DatasetSource Cifar10 { get; } = new("cifar10",
    [
        Toronto("cifar-10-binary.tar.gz", 170_052_171, "c32a1d4ab5d03f1284b67883e8d87530",
        [
            .. Enumerable.Range(1, 5).Select(n => new UnpackedFile($"cifar-10-batches-bin/data_batch_{n}.bin", 30_730_000)),
            new UnpackedFile("cifar-10-batches-bin/test_batch.bin", 30_730_000),
        ]),
    ]);

    /// <summary>CIFAR-100: the binary version at its author's page, with the MD5 given there.</summary>
    public static DatasetSource Cifar100 { get; } = new("cifar100",
    [
        Toronto("cifar-100-binary.tar.gz", 168_513_733, "03b5dce01913d631647c71ecec9e9cb8",
        [
            new UnpackedFile("cifar-100-binary/train.bin", 153_700_000),
            new UnpackedFile("cifar-100-binary/test.bin", 30_740_000),
        ]),
    ]);

    /// <summary>Every data set that can be downloaded.</summary>
    public static IReadOnlyList<DatasetSource> All { get; } = [Mnist, Cifar10, Cifar100];

    /// <summary>The same files at another place.</summary>
    /// <param name="mirror">The folder there; it holds the files under their names.</param>
    public DatasetSource At(Uri mirror) => this with { Files = [.. Files.Select(file => file.At(mirror))] };

    private static RemoteFile MnistFile(string name, long length, string md5) =>
        new(name, [new Uri($"https://ossci-datasets.s3.amazonaws.com/mnist/{name}"), new Uri($"https://storage.googleapis.com/cvdf-datasets/mnist/{name}")], length, md5);

    private static RemoteFile Toronto(string name, long length, string md5, IReadOnlyList<UnpackedFile> contents) =>
        new(name, [new Uri($"https://www.cs.toronto.edu/~kriz/{name}")], length, md5) { Contents = contents };
}
