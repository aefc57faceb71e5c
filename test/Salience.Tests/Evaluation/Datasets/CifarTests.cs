using Salience.Evaluation.Datasets;

namespace Salience.Tests.Evaluation.Datasets;

public sealed class CifarTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string ErrorOf(byte[] bytes) => Assert.Throws<InvalidDataException>(() => Cifar10.FromFiles([_folder.Write("part.bin", bytes)])).Message;

    [Fact]
    public void The_five_training_files_are_read_in_order()
    {
        for (var n = 1; n <= 5; n++)
        {
            var bytes = SampleFiles.Cifar(1, (byte)n, 9);
            _folder.Write(n == 3 ? "data_batch_3.bin.gz" : $"data_batch_{n}.bin", n == 3 ? SampleFiles.Gzip(bytes) : bytes);
        }

        var cifar = Cifar10.Open(_folder.Path, Split.Train);

        Assert.Equal(("cifar10/train", 10, new ImageShape(3, 32, 32)), (cifar.Name, cifar.Count, cifar.Shape));
        Assert.Equal([1, 9, 2, 9, 3, 9, 4, 9, 5, 9], Enumerable.Range(0, 10).Select(cifar.LabelOf));
        var pixels = new byte[3072];
        cifar.Read(7, pixels);
        Assert.Equal(Enumerable.Range(0, 3072).Select(at => SampleFiles.Value(1, at)), pixels);
        Assert.Equal("truck", cifar.Classes[9]);
    }

    [Fact]
    public void The_folder_of_the_official_archive_is_found_inside()
    {
        Directory.CreateDirectory(_folder.File("cifar-10-batches-bin"));
        _folder.Write("cifar-10-batches-bin/test_batch.bin", SampleFiles.Cifar(1, 4));

        Assert.Equal(4, Cifar10.Open(_folder.Path, Split.Test).LabelOf(0));
    }

    [Fact]
    public void A_selection_in_one_file_is_found_by_its_beginning()
    {
        _folder.Write("train-2.bin.gz", SampleFiles.Gzip(SampleFiles.Cifar(1, 6, 2)));
        _folder.Write("test-1.bin", SampleFiles.Cifar(1, 8));
        _folder.Write("classes.txt", "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n"u8);

        var (train, test) = (Cifar10.Open(_folder.Path, Split.Train), Cifar10.Open(_folder.Path, Split.Test));

        Assert.Equal((2, 6, 1, 8), (train.Count, train.LabelOf(0), test.Count, test.LabelOf(0)));
        Assert.Equal("j", test.Classes[9]);
    }

    [Fact]
    public void A_wrong_number_of_class_names_is_refused()
    {
        _folder.Write("test_batch.bin", SampleFiles.Cifar(1, 8));
        _folder.Write("batches.meta.txt", "cat\ndog\n"u8);

        var error = Assert.Throws<InvalidDataException>(() => Cifar10.Open(_folder.Path, Split.Test));

        Assert.Contains("batches.meta.txt: has 2 names but the data have 10 classes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_files_are_named()
    {
        _folder.Write("data_batch_1.bin", SampleFiles.Cifar(1, 8));

        Assert.Contains(": data_batch_2.bin, data_batch_3.bin, data_batch_4.bin, data_batch_5.bin are missing",
            Assert.Throws<FileNotFoundException>(() => Cifar10.Open(_folder.Path, Split.Train)).Message, StringComparison.Ordinal);
        Assert.Contains("test_batch.bin (or test*.bin) is missing",
            Assert.Throws<FileNotFoundException>(() => Cifar10.Open(_folder.Path, Split.Test)).Message, StringComparison.Ordinal);
        Assert.Throws<DirectoryNotFoundException>(() => Cifar10.Open(_folder.File("absent"), Split.Test));
    }

    [Fact]
    public void Several_selections_leave_a_choice_to_the_user()
    {
        _folder.Write("test-1.bin", SampleFiles.Cifar(1, 8));
        _folder.Write("test-2.bin", SampleFiles.Cifar(1, 8, 8));

        Assert.Contains("holds 2 files test*.bin (test-1.bin, test-2.bin); name the one to read",
            Assert.Throws<InvalidDataException>(() => Cifar10.Open(_folder.Path, Split.Test)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_record_is_refused() =>
        Assert.Contains("part.bin: ends within record 1, after 2073 of its 3073 bytes", ErrorOf(SampleFiles.Cifar(1, 0, 1)[..^1000]), StringComparison.Ordinal);

    [Fact]
    public void A_file_without_records_is_refused()
    {
        Assert.Contains("part.bin: the file is empty", ErrorOf([]), StringComparison.Ordinal);
        Assert.Contains("part.bin: holds no records", ErrorOf(SampleFiles.EmptyGzip), StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_that_does_not_exist_is_named_with_its_record() =>
        Assert.Contains("part.bin: the label of record 2 is 10, but labels go from 0 to 9", ErrorOf(SampleFiles.Cifar(1, 0, 9, 10)), StringComparison.Ordinal);

    [Fact]
    public void Damaged_gzip_data_are_named()
    {
        var zipped = SampleFiles.Gzip(SampleFiles.Cifar(1, 0, 1, 2));
        zipped[^6] ^= 1;

        Assert.Contains("part.bin: the gzip data are damaged", ErrorOf(zipped), StringComparison.Ordinal);
        Assert.Contains("part.bin: the gzip data are damaged", ErrorOf(zipped[..^20]), StringComparison.Ordinal);
    }
}
