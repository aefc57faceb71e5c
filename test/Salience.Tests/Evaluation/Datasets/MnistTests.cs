using Salience.Evaluation.Datasets;

namespace Salience.Tests.Evaluation.Datasets;

public sealed class MnistTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private Mnist Open(byte[] images, byte[] labels) => Mnist.FromFiles(_folder.Write("images", images), _folder.Write("labels", labels));

    private string ErrorOf(byte[] images, byte[] labels) => Assert.Throws<InvalidDataException>(() => Open(images, labels)).Message;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_folder_is_read_by_the_official_names_gzipped_or_not(bool zipped)
    {
        foreach (var (name, bytes) in new[] { ("t10k-images-idx3-ubyte", SampleFiles.IdxImages(3, 5, 4)), ("t10k-labels-idx1-ubyte", SampleFiles.IdxLabels(7, 0, 9)) })
            _folder.Write(zipped ? name + ".gz" : name, zipped ? SampleFiles.Gzip(bytes) : bytes);

        var mnist = Mnist.Open(_folder.Path, Split.Test);

        Assert.Equal(("mnist/test", 3, new ImageShape(1, 5, 4)), (mnist.Name, mnist.Count, mnist.Shape));
        Assert.Equal([7, 0, 9], Enumerable.Range(0, 3).Select(mnist.LabelOf));
        var pixels = new byte[20];
        mnist.Read(2, pixels);
        Assert.Equal(Enumerable.Range(0, 20).Select(at => SampleFiles.Value(2, at)), pixels);
    }

    [Fact]
    public void More_pictures_than_fit_one_block_of_memory_keep_their_order()
    {
        const int count = 3000;
        var mnist = Open(SampleFiles.Gzip(SampleFiles.IdxImages(count, 28, 28)), SampleFiles.IdxLabels([.. Enumerable.Range(0, count).Select(i => (byte)(i % 10))]));
        var pixels = new byte[784];

        foreach (var index in new[] { 0, 1336, 1337, 1338, 2999 })
        {
            mnist.Read(index, pixels);
            Assert.Equal(Enumerable.Range(0, 784).Select(at => SampleFiles.Value(index, at)), pixels);
            Assert.Equal(index % 10, mnist.LabelOf(index));
        }
    }

    [Fact]
    public void The_normalisation_is_recorded()
    {
        var normalization = Open(SampleFiles.IdxImages(1, 2, 2), SampleFiles.IdxLabels(1)).Normalization;

        Assert.Equal((0.1307, 0.3081, 255), (normalization.Mean[0], normalization.Std[0], normalization.Divisor));
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        _folder.Write("train-images-idx3-ubyte", SampleFiles.IdxImages(1, 2, 2));

        var error = Assert.Throws<FileNotFoundException>(() => Mnist.Open(_folder.Path, Split.Train));

        Assert.StartsWith($"{_folder.Path}: train-labels-idx1-ubyte is missing", error.Message, StringComparison.Ordinal);
        Assert.Throws<DirectoryNotFoundException>(() => Mnist.Open(_folder.File("absent"), Split.Train));
    }

    [Fact]
    public void A_wrong_magic_number_is_shown_with_the_right_one()
    {
        Assert.Contains("images: begins with the number 7, but an idx file of pictures begins with 2051",
            ErrorOf(SampleFiles.Idx(7, [1, 2, 2], new byte[4]), SampleFiles.IdxLabels(1)), StringComparison.Ordinal);
        Assert.Contains("labels: begins with the number 2051, but an idx file of labels begins with 2049; pictures and labels are given the wrong way round",
            ErrorOf(SampleFiles.IdxImages(1, 2, 2), SampleFiles.IdxImages(1, 2, 2)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "the file is empty")]
    [InlineData(3, "ends within its header, at byte 3")]
    [InlineData(15, "ends within its header, at byte 15")]
    [InlineData(16, "ends after 0 of the 3 pictures that its header gives (byte 16)")]
    [InlineData(27, "ends after 2 of the 3 pictures that its header gives (byte 27)")]
    public void A_truncated_file_says_where_it_ends(int length, string expected)
    {
        var error = ErrorOf(SampleFiles.IdxImages(3, 2, 2)[..length], SampleFiles.IdxLabels(1, 2, 3));

        Assert.StartsWith(_folder.File("images"), error, StringComparison.Ordinal);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_after_the_end_are_refused()
    {
        Assert.Contains("images: goes on after byte 20, where the 1 pictures that its header gives end",
            ErrorOf([.. SampleFiles.IdxImages(1, 2, 2), 0], SampleFiles.IdxLabels(1)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 2, 2, "gives 0 pictures")]
    [InlineData(-1, 2, 2, "gives -1 pictures")]
    [InlineData(1, 0, 2, "gives pictures of 0x2")]
    [InlineData(1, 2, 1 << 20, "gives pictures of 2x1048576")]
    public void Impossible_sizes_in_the_header_are_refused(int count, int rows, int columns, string expected) =>
        Assert.Contains(expected, ErrorOf(SampleFiles.Idx(2051, [count, rows, columns], new byte[4]), SampleFiles.IdxLabels(1)), StringComparison.Ordinal);

    [Fact]
    public void A_header_that_promises_gigabytes_costs_no_memory()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        var error = ErrorOf(SampleFiles.Gzip(SampleFiles.Idx(2051, [int.MaxValue, 28, 28], new byte[784])), SampleFiles.IdxLabels(1));

        Assert.Contains("ends after 1 of the 2147483647 pictures", error, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    [Fact]
    public void A_label_that_does_not_exist_is_named_with_its_place() =>
        Assert.Contains("labels: label 1 is 10, but labels go from 0 to 9", ErrorOf(SampleFiles.IdxImages(2, 2, 2), SampleFiles.IdxLabels(3, 10)), StringComparison.Ordinal);

    [Fact]
    public void Different_numbers_of_pictures_and_labels_are_refused() =>
        Assert.Contains($"has 3 labels for the 2 pictures of {_folder.File("images")}",
            ErrorOf(SampleFiles.IdxImages(2, 2, 2), SampleFiles.IdxLabels(1, 2, 3)), StringComparison.Ordinal);

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.999)]
    public void A_cut_gzip_file_is_damage_and_not_the_end(double part)
    {
        var zipped = SampleFiles.Gzip(SampleFiles.IdxImages(40, 28, 28));

        var error = ErrorOf(zipped[..(int)(part * zipped.Length)], SampleFiles.IdxLabels(new byte[40]));

        Assert.StartsWith($"{_folder.File("images")}: the gzip data are damaged or end early", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_flipped_byte_in_a_gzip_file_is_noticed()
    {
        var zipped = SampleFiles.Gzip(SampleFiles.IdxImages(40, 28, 28));
        zipped[^6] ^= 0x10;

        Assert.Contains("images: the gzip data are damaged", ErrorOf(zipped, SampleFiles.IdxLabels(new byte[40])), StringComparison.Ordinal);
    }
}
