using Salience.Evaluation.Datasets;
using Salience.Imaging;

namespace Salience.Tests.Evaluation.Datasets;

public sealed class ImageFolderTests : IDisposable
{
    private static readonly ImageFolderSettings Small = new(new ImageShape(3, 4, 4));
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private void WritePicture(string name, byte red, byte green, byte blue)
    {
        var path = _folder.File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        byte[] pixels = [.. Enumerable.Repeat(new[] { red, green, blue }, 64).SelectMany(p => p)];
        ImageFile.WritePng(path, new RgbImage(8, 8, pixels));
    }

    private string ErrorOf(ImageFolderSettings? settings = null) => Assert.Throws<InvalidDataException>(() => ImageFolder.Open(_folder.Path, settings ?? Small)).Message;

    [Fact]
    public void Each_folder_is_a_class_in_ordinal_order()
    {
        WritePicture("zebra/1.png", 10, 20, 30);
        WritePicture("Ant/b.png", 40, 50, 60);
        WritePicture("Ant/a.png", 70, 80, 90);
        _folder.Write("Ant/notes.txt", [1]);

        var images = ImageFolder.Open(_folder.Path, Small);

        Assert.Equal(["Ant", "zebra"], images.Classes);
        Assert.Equal(["a.png", "b.png", "1.png"], Enumerable.Range(0, images.Count).Select(i => Path.GetFileName(images.PathOf(i))));
        Assert.Equal([0, 0, 1], Enumerable.Range(0, images.Count).Select(images.LabelOf));
        var pixels = new byte[48];
        images.Read(2, pixels);
        Assert.Equal(Enumerable.Repeat<byte>(10, 16).Concat(Enumerable.Repeat<byte>(20, 16)).Concat(Enumerable.Repeat<byte>(30, 16)), pixels);
        Assert.Equal("imagenet", images.Normalization.Name);
    }

    [Fact]
    public void Grey_pictures_have_the_luma()
    {
        WritePicture("a/1.png", 255, 0, 0);
        var images = ImageFolder.Open(_folder.Path, new ImageFolderSettings(new ImageShape(1, 4, 4)));
        var pixels = new byte[16];

        images.Read(0, pixels);

        Assert.All(pixels, value => Assert.Equal(76, value));
        Assert.Equal("none", images.Normalization.Name);
    }

    [Fact]
    public void File_names_that_begin_with_ids_give_classes_in_the_order_of_the_ids_or_of_a_list()
    {
        WritePicture("n00000002_a.png", 1, 1, 1);
        WritePicture("n00000001_b.png", 1, 1, 1);
        WritePicture("n00000002_c.png", 1, 1, 1);
        var list = _folder.Write("synsets", "n00000003 eel\nn00000002 cat, house cat\nn00000001 dog\n"u8);

        var (plain, listed) = (ImageFolder.Open(_folder.Path, Small), ImageFolder.Open(_folder.Path, Small with { Synsets = list }));

        Assert.Equal(["n00000001", "n00000002"], plain.Classes);
        Assert.Equal([0, 1, 1], Enumerable.Range(0, 3).Select(plain.LabelOf));
        Assert.Equal(["eel", "cat, house cat", "dog"], listed.Classes);
        Assert.Equal([2, 1, 1], Enumerable.Range(0, 3).Select(listed.LabelOf));
    }

    [Fact]
    public void Class_folders_named_by_ids_follow_a_list_too()
    {
        WritePicture("n00000001/b.png", 1, 1, 1);
        var list = _folder.Write("synsets", "n00000003 eel\nn00000001 dog\n"u8);

        Assert.Equal(1, ImageFolder.Open(_folder.Path, Small with { Synsets = list }).LabelOf(0));
    }

    [Fact]
    public void Folders_that_hold_no_data_set_are_refused_with_the_reason()
    {
        Assert.Contains("holds no pictures", ErrorOf(), StringComparison.Ordinal);
        WritePicture("picture.png", 1, 1, 1);
        Assert.Contains("picture.png: the name does not begin with a WordNet id such as n01440764", ErrorOf(), StringComparison.Ordinal);
        WritePicture("class/picture.png", 1, 1, 1);
        Assert.Contains("holds class folders and 1 pictures beside them (picture.png)", ErrorOf(), StringComparison.Ordinal);
        File.Delete(_folder.File("picture.png"));
        Directory.CreateDirectory(_folder.File("empty"));
        Assert.StartsWith($"{_folder.File("empty")}: is a class folder without pictures", ErrorOf(), StringComparison.Ordinal);
        Assert.Throws<DirectoryNotFoundException>(() => ImageFolder.Open(_folder.File("absent"), Small));
    }

    [Theory]
    [InlineData("n00000009 eel\n", "n00000001 is not among the 1 classes of")]
    [InlineData("eel\n", "line 1 does not begin with a WordNet id")]
    [InlineData("n00000001 eel\n\nn00000001 dog\n", "line 3 has n00000001 for the second time")]
    public void A_list_that_does_not_fit_is_refused(string text, string expected)
    {
        WritePicture("n00000001_b.png", 1, 1, 1);
        var list = _folder.Write("synsets", System.Text.Encoding.ASCII.GetBytes(text));

        Assert.Contains(expected, ErrorOf(Small with { Synsets = list }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_that_cannot_be_decoded_is_named_when_it_is_read()
    {
        WritePicture("a/good.png", 1, 1, 1);
        _folder.Write("a/bad.png", "no picture"u8);
        var images = ImageFolder.Open(_folder.Path, Small);

        var error = Assert.Throws<InvalidDataException>(() => images.Read(0, new byte[48]));

        Assert.StartsWith($"{_folder.File("a/bad.png")}: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_shared_photographs_have_the_classes_of_their_names()
    {
        var images = ImageFolder.Open(TestData.Require("photos/imagenet-samples"),
            new ImageFolderSettings(new ImageShape(3, 224, 224), TestData.Require("photos/imagenet-synset-words.txt")));

        Assert.Equal((143, 1000), (images.Count, images.Classes.Count));
        Assert.Equal(("n01440764_tench.JPEG", 0, "tench, Tinca tinca"), (Path.GetFileName(images.PathOf(0)), images.LabelOf(0), images.Classes[0]));
        Assert.All(Enumerable.Range(0, images.Count), i =>
        {
            var word = Path.GetFileNameWithoutExtension(images.PathOf(i))[10..].Replace('_', ' ');
            Assert.Contains(word, images.Classes[images.LabelOf(i)].Replace('_', ' '), StringComparison.OrdinalIgnoreCase);
        });
        var pixels = new byte[images.Shape.Length];
        images.Read(0, pixels);
        var expected = new Preprocessing(224, 224, 3, Normalization.None).Apply(ImageFile.Read(images.PathOf(0))).Picture.Pixels;
        Assert.Equal((expected[0], expected[1], expected[2], expected[^1]), (pixels[0], pixels[50176], pixels[100352], pixels[^1]));
    }
}
