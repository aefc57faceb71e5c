using Salience.Evaluation.Datasets.Download;

namespace Salience.Tests.Evaluation.Datasets.Download;

/// <summary>Downloads from a server on this machine that behaves badly in every way we could think of.</summary>
public sealed class DatasetDownloaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly List<TimeSpan> _waits = [];
    private readonly byte[] _file = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 7 + i / 251))];

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    private string Target => _folder.File("data.bin");

    private RemoteFile Remote(params IReadOnlyList<Uri> addresses) => new("data.bin", addresses, _file.Length, LoopbackResponse.Md5(_file));

    private async Task GetAsync(RemoteFile remote, IProgress<DownloadProgress>? progress = null, int attempts = 3, TimeSpan? stall = null, CancellationToken cancellation = default)
    {
        var settings = new DownloadSettings(attempts, stall)
        {
            Wait = (delay, _) =>
            {
                _waits.Add(delay);
                return Task.CompletedTask;
            },
        };
        await new DatasetDownloader(_http, settings).DownloadAsync(new DatasetSource("sample", [remote]), _folder.Path, progress, cancellation);
    }

    private async Task<string> FailureAsync(RemoteFile remote, TimeSpan? stall = null)
    {
        var error = await Assert.ThrowsAsync<IOException>(() => GetAsync(remote, stall: stall));
        Assert.StartsWith($"{Target}: cannot be downloaded (", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.False(File.Exists(Target));
        return error.Message;
    }

    private void AssertComplete()
    {
        Assert.Equal(_file, File.ReadAllBytes(Target));
        Assert.Equal(["data.bin"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_file_gets_its_name_when_it_is_complete()
    {
        using var server = new LoopbackServer(request => LoopbackResponse.Proper(request, _file));
        var reports = new Reports();

        await GetAsync(Remote(server.Address("data.bin")), reports);

        AssertComplete();
        Assert.Empty(_waits);
        Assert.Equal("data.bin", Assert.Single(server.Requests).Path);
        Assert.Equal(reports.All.Select(r => r.Received).Order(), reports.All.Select(r => r.Received));
        Assert.Equal(new DownloadProgress("data.bin", 300_000, 300_000, "downloaded, checksum verified"), reports.All[^1]);
    }

    [Fact]
    public async Task A_file_that_is_there_is_not_asked_for_again()
    {
        using var server = new LoopbackServer(request => LoopbackResponse.Proper(request, _file));
        _folder.Write("data.bin", _file);

        await GetAsync(Remote(server.Address("data.bin")));

        Assert.Empty(server.Requests);
        AssertComplete();
    }

    [Fact]
    public async Task A_damaged_file_of_that_name_is_replaced_when_the_right_one_is_complete()
    {
        using var server = new LoopbackServer(request => LoopbackResponse.Proper(request, _file));
        _folder.Write("data.bin", _file.AsSpan(0, 1000));

        await GetAsync(Remote(server.Address("data.bin")));

        AssertComplete();
    }

    [Fact]
    public async Task A_cut_connection_is_taken_up_where_it_broke()
    {
        using var server = new LoopbackServer(request => LoopbackResponse.Proper(request, _file, "\"v1\"") with { CutAfter = 100_000 });

        await GetAsync(Remote(server.Address("data.bin")));

        AssertComplete();
        Assert.Equal([null, 100_000, 200_000], server.Requests.Select(r => r.From));
        Assert.Equal([null, "\"v1\"", "\"v1\""], server.Requests.Select(r => r.IfRange));
        Assert.Equal([1, 1], _waits.Select(w => w.TotalSeconds));
    }

    [Fact]
    public async Task A_later_call_goes_on_with_what_an_earlier_one_left()
    {
        using var cancellation = new CancellationTokenSource();
        using var server = new LoopbackServer(request => LoopbackResponse.Proper(request, _file) with { CutAfter = request.From is null ? 120_000 : int.MaxValue, Silent = request.From is null });
        var stopper = new Reports(report =>
        {
            if (report.Received >= 120_000)
                cancellation.Cancel();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => GetAsync(Remote(server.Address("data.bin")), stopper, cancellation: cancellation.Token));
        Assert.False(File.Exists(Target));
        Assert.Equal(120_000, new FileInfo(Target + ".part").Length);
        using var second = new LoopbackServer(request => LoopbackResponse.Proper(request, _file));
        await GetAsync(Remote(second.Address("data.bin")));

        AssertComplete();
        Assert.Equal(120_000, Assert.Single(second.Requests).From);
    }

    [Fact]
    public async Task A_server_that_ignores_ranges_makes_it_begin_anew()
    {
        var count = 0;
        using var server = new LoopbackServer(_ => new LoopbackResponse(200, _file, CutAfter: ++count == 1 ? 150_000 : int.MaxValue));

        await GetAsync(Remote(server.Address("data.bin")));

        AssertComplete();
        Assert.Equal([null, 150_000], server.Requests.Select(r => r.From));
    }

    [Fact]
    public async Task A_server_that_ignores_ranges_and_always_cuts_does_not_keep_us_for_ever()
    {
        using var server = new LoopbackServer(_ => new LoopbackResponse(200, _file, CutAfter: 150_000));

        var message = await FailureAsync(Remote(server.Address("data.bin")));

        Assert.Contains("the connection was closed early", message, StringComparison.Ordinal);
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task A_version_that_changed_in_between_is_not_joined_with_the_old_one()
    {
        var old = (byte[])_file.Clone();
        old[5] ^= 1;
        var count = 0;
        using var server = new LoopbackServer(request => ++count == 1
            ? LoopbackResponse.Proper(request, old, "\"old\"") with { CutAfter = 100_000 }
            : LoopbackResponse.Proper(request, _file, "\"new\""));

        await GetAsync(Remote(server.Address("data.bin")));

        AssertComplete();
        Assert.Equal("\"old\"", server.Requests.Last().IfRange);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Versions_joined_by_a_server_without_marks_are_found_out_by_the_checksum()
    {
        var old = (byte[])_file.Clone();
        old[5] ^= 1;
        var count = 0;
        using var server = new LoopbackServer(request => ++count == 1
            ? LoopbackResponse.Proper(request, old) with { CutAfter = 100_000 }
            : LoopbackResponse.Proper(request, _file));

        await GetAsync(Remote(server.Address("data.bin")));

        AssertComplete();
        Assert.Equal([null, 100_000, null], server.Requests.Select(r => r.From));
    }

    [Fact]
    public async Task Another_range_than_asked_for_is_not_taken()
    {
        var count = 0;
        using var server = new LoopbackServer(request => ++count switch
        {
            1 => LoopbackResponse.Proper(request, _file) with { CutAfter = 100_000 },
            2 => LoopbackResponse.Part(_file, 90_000, _file.Length),
            _ => LoopbackResponse.Proper(request, _file),
        });

        await GetAsync(Remote(server.Address("data.bin")));

        AssertComplete();
        Assert.Equal([null, 100_000, null], server.Requests.Select(r => r.From));
    }

    [Fact]
    public async Task A_range_that_the_server_does_not_have_makes_it_begin_anew()
    {
        _folder.Write("data.bin.part", _file.AsSpan(0, 1000));
        using var server = new LoopbackServer(request => request.From is null ? LoopbackResponse.Proper(request, _file) : new LoopbackResponse(416, []));

        await GetAsync(Remote(server.Address("data.bin")));

        AssertComplete();
    }

    [Theory]
    [InlineData(300_000)]
    [InlineData(300_001)]
    public async Task A_part_that_is_whole_or_too_long_is_dealt_with(int length)
    {
        _folder.Write("data.bin.part", ((byte[])[.. _file, 0]).AsSpan(0, length));
        using var server = new LoopbackServer(request => LoopbackResponse.Proper(request, _file));

        await GetAsync(Remote(server.Address("data.bin")));

        AssertComplete();
        Assert.Equal(length == _file.Length ? 0 : 1, server.Requests.Count);
    }

    [Fact]
    public async Task Wrong_bytes_never_get_the_name()
    {
        var wrong = (byte[])_file.Clone();
        wrong[^1] ^= 1;
        using var server = new LoopbackServer(request => LoopbackResponse.Proper(request, wrong));

        var message = await FailureAsync(Remote(server.Address("data.bin")));

        Assert.Contains($"its MD5 is {LoopbackResponse.Md5(wrong)}, but {LoopbackResponse.Md5(_file)} is expected", message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData(299_999)]
    [InlineData(300_001)]
    public async Task A_file_of_another_length_is_refused_before_it_is_loaded(int length)
    {
        using var server = new LoopbackServer(_ => new LoopbackResponse(200, ((byte[])[.. _file, 0])[..length]));

        var message = await FailureAsync(Remote(server.Address("data.bin")));

        Assert.Contains($"the file there has {length} bytes, but 300000 are expected", message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_body_without_announced_length_that_does_not_end_is_cut_off()
    {
        byte[] chunked = [.. "50000\r\n"u8, .. new byte[0x50000], .. "\r\n0\r\n\r\n"u8];
        using var server = new LoopbackServer(_ => new LoopbackResponse(200, chunked) { Headers = { ["Transfer-Encoding"] = "chunked" } });

        var message = await FailureAsync(Remote(server.Address("data.bin")));

        Assert.Contains("the server sends more than the 300000 bytes of this file", message, StringComparison.Ordinal);
        Assert.InRange(new FileInfo(Target + ".part").Length, 1, _file.Length);
    }

    [Fact]
    public async Task What_is_not_there_is_looked_for_at_the_next_address()
    {
        using var server = new LoopbackServer(request => request.Path == "gone/data.bin" ? new LoopbackResponse(404, []) : LoopbackResponse.Proper(request, _file));

        await GetAsync(Remote(server.Address("gone/data.bin"), server.Address("data.bin")));

        AssertComplete();
        Assert.Equal(["gone/data.bin", "data.bin"], server.Requests.Select(r => r.Path));
        Assert.Empty(_waits);
    }

    [Fact]
    public async Task A_failure_tells_of_every_address()
    {
        using var server = new LoopbackServer(request => new LoopbackResponse(request.Path.StartsWith("a/", StringComparison.Ordinal) ? 404 : 403, []));

        var message = await FailureAsync(Remote(server.Address("a/data.bin"), server.Address("b/data.bin")));

        Assert.Contains($"{server.Address("a/data.bin")}: the server answers 404", message, StringComparison.Ordinal);
        Assert.Contains($"{server.Address("b/data.bin")}: the server answers 403", message, StringComparison.Ordinal);
        Assert.EndsWith("name another place with --mirror.", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_busy_server_is_asked_again_after_growing_waits_or_those_it_asks_for()
    {
        var count = 0;
        using var server = new LoopbackServer(request => ++count switch
        {
            1 => new LoopbackResponse(500, []),
            2 => new LoopbackResponse(503, []),
            3 => new LoopbackResponse(503, []) { Headers = { ["Retry-After"] = "17" } },
            _ => LoopbackResponse.Proper(request, _file),
        });

        await GetAsync(Remote(server.Address("data.bin")), attempts: 5);

        AssertComplete();
        Assert.Equal([1, 2, 17], _waits.Select(w => w.TotalSeconds));
    }

    [Fact]
    public async Task A_server_that_stays_busy_is_given_up()
    {
        using var server = new LoopbackServer(_ => new LoopbackResponse(503, []));

        Assert.Contains("the server answers 503", await FailureAsync(Remote(server.Address("data.bin"))), StringComparison.Ordinal);

        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task Redirections_are_followed()
    {
        using var target = new LoopbackServer(request => LoopbackResponse.Proper(request, _file));
        using var server = new LoopbackServer(_ => new LoopbackResponse(302, []) { Headers = { ["Location"] = target.Address("elsewhere").AbsoluteUri } });

        await GetAsync(Remote(server.Address("data.bin")));

        AssertComplete();
    }

    [Fact]
    public async Task A_silent_server_is_left()
    {
        using var server = new LoopbackServer(_ => new LoopbackResponse(200, _file, CutAfter: 1000, Silent: true));

        var error = await Assert.ThrowsAsync<IOException>(() => GetAsync(Remote(server.Address("data.bin")), attempts: 1, stall: TimeSpan.FromMilliseconds(200)));

        Assert.Contains("the server was silent for 0.2 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_server_at_all_is_told_in_one_line()
    {
        using var server = new LoopbackServer(_ => new LoopbackResponse(200, _file));
        var address = server.Address("data.bin");
        server.Dispose();

        Assert.Contains(address.AbsoluteUri, await FailureAsync(Remote(address)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_named()
    {
        _folder.Write("file", [1]);
        var downloader = new DatasetDownloader(_http);

        var error = await Assert.ThrowsAsync<IOException>(() => downloader.DownloadAsync(DatasetSource.Mnist, _folder.File("file"), cancellation: TestContext.Current.CancellationToken));

        Assert.StartsWith($"{_folder.File("file")}: cannot be made", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_that_another_download_writes_is_left_alone()
    {
        using var server = new LoopbackServer(request => LoopbackResponse.Proper(request, _file));
        using var other = new FileStream(Target + ".part", FileMode.Create, FileAccess.ReadWrite, FileShare.None);

        var error = await Assert.ThrowsAsync<IOException>(() => GetAsync(Remote(server.Address("data.bin"))));

        Assert.Contains("data.bin.part: cannot be opened", error.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    private sealed class Reports(Action<DownloadProgress>? also = null) : IProgress<DownloadProgress>
    {
        public List<DownloadProgress> All { get; } = [];

        public void Report(DownloadProgress value)
        {
            All.Add(value);
            also?.Invoke(value);
        }
    }
}
