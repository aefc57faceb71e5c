using Salience.Arrays;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Arrays;

[NoTensorLeaks]
public sealed class NpzWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Arrays_and_texts_come_back_to_the_bit()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var (single, wide, whole) = (randn([3, 4], generator: generator), randn([2], ScalarType.Float64, generator: generator), tensor(new long[] { long.MaxValue, -1 }));
        var path = _folder.File("a.npz");
        using (var writer = new NpzWriter(path))
        {
            writer.Add("single", single.t());
            writer.Add("folder/wide", wide);
            writer.AddText("note.json", "{\"a\":\"ü\"}");
            writer.Add("whole", whole);
            writer.Add("empty", zeros(0, 3));
            writer.Commit();
        }

        using var file = NpzFile.Open(path);
        Assert.Equal(["single", "folder/wide", "whole", "empty"], file.Names);
        Assert.Equal(single.t().contiguous().bytes.ToArray(), file.Read("single").bytes.ToArray());
        Assert.Equal(wide.bytes.ToArray(), file.Read("folder/wide").bytes.ToArray());
        Assert.Equal(whole.bytes.ToArray(), file.Read("whole").bytes.ToArray());
        Assert.Equal([0, 3], file.Read("empty").shape);
        Assert.Equal("{\"a\":\"ü\"}", file.ReadText("note.json"));
        Assert.Null(file.ReadText("other.json"));
    }

    [Fact]
    public void Without_a_commit_there_is_no_file()
    {
        using (var writer = new NpzWriter(_folder.File("a.npz")))
            writer.AddText("a", "b");

        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Equal_contents_give_equal_files()
    {
        foreach (var name in (string[])["a.npz", "b.npz"])
        {
            using var writer = new NpzWriter(_folder.File(name));
            writer.AddText("a", "b");
            writer.Commit();
        }

        Assert.Equal(File.ReadAllBytes(_folder.File("a.npz")), File.ReadAllBytes(_folder.File("b.npz")));
    }
}
