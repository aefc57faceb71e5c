using System.Formats.Tar;
using System.IO.Compression;
using Salience.Evaluation.Datasets.Download;

namespace Salience.Tests.Evaluation.Datasets.Download;

public sealed class ArchiveTests : IDisposable
{
    private static readonly UnpackedFile[] Wanted = [new("set/a.bin", 5), new("set/b.bin", 3)];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static byte[] Archive(params IReadOnlyList<TarEntry> entries)
    {
        using var target = new MemoryStream();
        using (var zip = new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(zip))
        {
            foreach (var entry in entries)
                tar.WriteEntry(entry);
        }

        return target.ToArray();
    }

    private static UstarTarEntry File(string name, params byte[] bytes) => new(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(bytes) };

    private Task UnpackAsync(byte[] archive) => ArchiveUnpacker.UnpackAsync(_folder.Write("set.tar.gz", archive), Wanted, _folder.Path, CancellationToken.None);

    private async Task<string> FailureAsync(byte[] archive) => (await Assert.ThrowsAsync<InvalidDataException>(() => UnpackAsync(archive))).Message;

    private string[] Files() => [.. Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(_folder.Path, f).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    [Fact]
    public async Task A_set_in_an_archive_is_loaded_unpacked_and_the_archive_removed_and_not_loaded_again()
    {
        var archive = Archive(new UstarTarEntry(TarEntryType.Directory, "set"), File("set/a.bin", 1, 2, 3, 4, 5), File("set/readme", 9), File("set/b.bin", 6, 7, 8));
        using var server = new LoopbackServer(request => LoopbackResponse.Proper(request, archive));
        var source = new DatasetSource("set", [new RemoteFile("set.tar.gz", [], archive.Length, LoopbackResponse.Md5(archive)) { Contents = Wanted }]).At(server.Address("mirror"));
        using var http = new HttpClient();

        await new DatasetDownloader(http).DownloadAsync(source, _folder.File("to"), cancellation: TestContext.Current.CancellationToken);
        await new DatasetDownloader(http).DownloadAsync(source, _folder.File("to"), cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(["to/set/a.bin", "to/set/b.bin"], Files());
        Assert.Equal([6, 7, 8], System.IO.File.ReadAllBytes(_folder.File("to/set/b.bin")));
        Assert.Equal("mirror/set.tar.gz", Assert.Single(server.Requests).Path);
    }

    [Fact]
    public async Task Entries_that_point_elsewhere_write_nothing()
    {
        await UnpackAsync(Archive(
            File("../escaped.bin", 1), File("/escaped.bin", 1), new UstarTarEntry(TarEntryType.SymbolicLink, "set/link") { LinkName = "/" },
            File("set/../../escaped.bin", 1), File("set/a.bin", 1, 2, 3, 4, 5), File("set/b.bin", 6, 7, 8)));

        Assert.Equal(["set.tar.gz", "set/a.bin", "set/b.bin"], Files());
        Assert.False(System.IO.File.Exists(Path.Combine(_folder.Path, "..", "escaped.bin")));
    }

    [Fact]
    public async Task A_link_in_place_of_a_file_is_refused()
    {
        var message = await FailureAsync(Archive(new UstarTarEntry(TarEntryType.SymbolicLink, "set/a.bin") { LinkName = "/etc/hostname" }));

        Assert.Contains("its entry set/a.bin is of type SymbolicLink", message, StringComparison.Ordinal);
        Assert.Equal(["set.tar.gz"], Files());
    }

    [Fact]
    public async Task A_file_of_another_length_is_refused() =>
        Assert.Contains("its entry set/a.bin is of type RegularFile with 1 bytes, expected is a file of 5", await FailureAsync(Archive(File("set/a.bin", 1))), StringComparison.Ordinal);

    [Fact]
    public async Task A_missing_file_is_named() =>
        Assert.Contains("set.tar.gz: does not hold set/b.bin", await FailureAsync(Archive(File("set/a.bin", 1, 2, 3, 4, 5))), StringComparison.Ordinal);

    [Fact]
    public void The_checksum_is_the_one_of_the_standard() => Assert.Equal("900150983cd24fb0d6963f7d28e17f72", LoopbackResponse.Md5("abc"u8.ToArray()));

    [Fact]
    public async Task A_damaged_archive_is_named()
    {
        Assert.Contains("set.tar.gz: the archive is damaged", await FailureAsync([1, 2, 3, 4]), StringComparison.Ordinal);
        Assert.Equal(["set.tar.gz"], Files());
    }

    [Theory]
    [InlineData("mnist", 4, "train-images-idx3-ubyte.gz", 9912422, "f68b3c2dcbeaaa9fbdd348bbdeb94873")]
    [InlineData("cifar10", 1, "cifar-10-binary.tar.gz", 170052171, "c32a1d4ab5d03f1284b67883e8d87530")]
    [InlineData("cifar100", 1, "cifar-100-binary.tar.gz", 168513733, "03b5dce01913d631647c71ecec9e9cb8")]
    public void The_official_files_are_the_published_ones(string name, int count, string first, long length, string md5)
    {
        var source = DatasetSource.All.Single(s => s.Name == name);

        Assert.Equal(count, source.Files.Count);
        Assert.Equal((first, length, md5), (source.Files[0].Name, source.Files[0].Length, source.Files[0].Md5));
        Assert.All(source.Files, file =>
        {
            Assert.Matches("^[0-9a-f]{32}$", file.Md5);
            Assert.All(file.Addresses, address => Assert.True(address.Scheme == "https" && address.AbsoluteUri.EndsWith(file.Name, StringComparison.Ordinal)));
        });
    }
}
