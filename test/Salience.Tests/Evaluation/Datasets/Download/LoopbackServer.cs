using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Salience.Tests.Evaluation.Datasets.Download;

/// <summary>A web server on this machine that answers as the test says, well or badly. One request for each connection.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<LoopbackRequest, LoopbackResponse> _answer;
    private readonly Task _loop;

    public LoopbackServer(Func<LoopbackRequest, LoopbackResponse> answer)
    {
        _answer = answer;
        _listener.Start();
        _loop = Task.Run(ServeAsync);
    }

    /// <summary>The address of a file on the server.</summary>
    public Uri Address(string path = "") => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/{path}");

    /// <summary>The requests so far.</summary>
    public ConcurrentQueue<LoopbackRequest> Requests { get; } = new();

    public void Dispose()
    {
        if (_end.IsCancellationRequested)
            return;
        _end.Cancel();
        _listener.Stop();
        _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            using var client = await _listener.AcceptTcpClientAsync(_end.Token);
            using var stream = client.GetStream();
            try
            {
                if (await ReadAsync(stream) is not { } request)
                    continue;
                Requests.Enqueue(request);
                await WriteAsync(stream, _answer(request));
                client.Client.Shutdown(SocketShutdown.Send);
            }
            catch (IOException)
            {
                // The client has left, as a cancelled one does.
            }
        }
    }

    private async Task<LoopbackRequest?> ReadAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        if (await reader.ReadLineAsync(_end.Token) is not { Length: > 0 } first)
            return null;
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadLineAsync(_end.Token) is { Length: > 0 } line)
            headers[line[..line.IndexOf(':')]] = line[(line.IndexOf(':') + 1)..].Trim();
        var from = headers.TryGetValue("Range", out var range) ? long.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture) : (long?)null;
        return new LoopbackRequest(first.Split(' ')[1].TrimStart('/'), from, headers.GetValueOrDefault("If-Range"));
    }

    private async Task WriteAsync(NetworkStream stream, LoopbackResponse response)
    {
        var head = new StringBuilder($"HTTP/1.1 {response.Status} Answer\r\nConnection: close\r\n");
        if (!response.Headers.ContainsKey("Transfer-Encoding"))
            head.Append($"Content-Length: {response.Body.Length}\r\n");
        foreach (var (name, value) in response.Headers)
            head.Append($"{name}: {value}\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), _end.Token);
        await stream.WriteAsync(response.Body.AsMemory(0, Math.Min(response.Body.Length, response.CutAfter)), _end.Token);
        if (response.Silent)
            await Task.Delay(Timeout.Infinite, _end.Token);
    }
}
