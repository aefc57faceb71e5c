using Salience.Evaluation.Datasets;

namespace Salience.Tests.Evaluation.Datasets;

public sealed class Cifar100Tests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Fine_labels_are_the_labels_and_coarse_ones_are_there_too()
    {
        Directory.CreateDirectory(_folder.File("cifar-100-binary"));
        _folder.Write("cifar-100-binary/train.bin", SampleFiles.Cifar(2, 11, 19, 0, 99));
        _folder.Write("cifar-100-binary/test.bin", SampleFiles.Cifar(2, 1, 2));

        var cifar = Cifar100.Open(_folder.Path, Split.Train);

        Assert.Equal(("cifar100/train", 2, new ImageShape(3, 32, 32)), (cifar.Name, cifar.Count, cifar.Shape));
        Assert.Equal(("cattle", "worm"), (cifar.Classes[cifar.LabelOf(0)], cifar.Classes[cifar.LabelOf(1)]));
        Assert.Equal(("large_omnivores_and_herbivores", "aquatic_mammals"), (cifar.CoarseClasses[cifar.CoarseLabelOf(0)], cifar.CoarseClasses[cifar.CoarseLabelOf(1)]));
        var pixels = new byte[3072];
        cifar.Read(1, pixels);
        Assert.Equal(Enumerable.Range(0, 3072).Select(at => SampleFiles.Value(1, at)), pixels);
        Assert.Equal(2, Cifar100.Open(_folder.Path, Split.Test).LabelOf(0));
    }

    [Fact]
    public void Names_beside_the_files_are_used()
    {
        _folder.Write("test.bin", SampleFiles.Cifar(2, 1, 2));
        _folder.Write("coarse_label_names.txt", System.Text.Encoding.ASCII.GetBytes(string.Join('\n', Enumerable.Range(0, 20).Select(i => $"group {i}"))));

        Assert.Equal("group 19", Cifar100.Open(_folder.Path, Split.Test).CoarseClasses[19]);
    }

    [Theory]
    [InlineData(20, 0, "the coarse label of record 0 is 20, but labels go from 0 to 19")]
    [InlineData(0, 100, "the fine label of record 0 is 100, but labels go from 0 to 99")]
    public void A_label_that_does_not_exist_is_named(byte coarse, byte fine, string expected)
    {
        var path = _folder.Write("part.bin", SampleFiles.Cifar(2, coarse, fine));

        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => Cifar100.FromFiles([path])).Message, StringComparison.Ordinal);
    }
}
