using Salience.Files;

namespace Salience.Tests.Files;

public class AtomicFileTests
{
    [Fact]
    public void A_committed_file_replaces_the_old_one()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("a.txt", "old"u8);
        using (AtomicFile file = AtomicFile.Create(path))
        {
            file.Stream.Write("new"u8);
            Assert.Equal("old", File.ReadAllText(path));
            file.Commit();
        }
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void An_abandoned_file_leaves_the_old_one_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("a.txt", "old"u8);
        using (AtomicFile file = AtomicFile.Create(path))
            file.Stream.Write("half"u8);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_folder_is_refused_as_target()
    {
        using var folder = new TemporaryFolder();
        IOException error = Assert.Throws<IOException>(() => AtomicFile.Create(folder.Path));
        Assert.Contains("is a folder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_folder_is_an_error_when_the_file_is_opened()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("missing/a.txt");
        DirectoryNotFoundException error = Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.Create(path));
        Assert.StartsWith($"{path}: the folder ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("does not exist; create it first.", error.Message, StringComparison.Ordinal);
    }
}
