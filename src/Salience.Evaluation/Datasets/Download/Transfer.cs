using System.Net;
using System.Net.Http.Headers;

namespace Salience.Evaluation.Datasets.Download;

/// <summary>One request for what is missing of a file.</summary>
/// <remarks>
/// Asks for the rest with <c>Range</c>, and with <c>If-Range</c> where the server marked the version (RFC 9110, 13.1.5 and 14.2). A server that answers with
/// the whole file, or with another range than asked, makes the download begin anew.
/// </remarks>
internal sealed class Transfer(HttpClient http, TimeSpan stallTimeout)
{
    /// <summary>Receives until the server ends.</summary>
    /// <param name="address">Where.</param>
    /// <param name="part">What is there; it grows.</param>
    /// <param name="length">The whole file's bytes.</param>
    /// <param name="progress">Told after each piece.</param>
    /// <param name="cancellation">Ends the transfer; what has arrived is kept.</param>
    /// <exception cref="TransferException">The server refuses, is silent, or has a file of another length; or the connection breaks.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public async Task RunAsync(Uri address, PartialFile part, long length, Action progress, CancellationToken cancellation)
    {
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        stall.CancelAfter(stallTimeout);
        try
        {
            using var request = Request(address, part);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stall.Token).ConfigureAwait(false);
            Begin(response, address, part, length);
            using var body = await response.Content.ReadAsStreamAsync(stall.Token).ConfigureAwait(false);
            var buffer = new byte[1 << 16];
            while (true)
            {
                stall.CancelAfter(stallTimeout);
                var got = await ReadAsync(body, buffer, stall.Token).ConfigureAwait(false);
                if (got == 0)
                    return;
                if (part.Length + got > length)
                    throw new TransferException($"the server sends more than the {length} bytes of this file", mayRecover: false);
                part.Append(buffer.AsMemory(0, got));
                progress();
            }
        }
        catch (OperationCanceledException silence) when (!cancellation.IsCancellationRequested)
        {
            throw new TransferException($"the server was silent for {stallTimeout.TotalSeconds:0.#} s", mayRecover: true, inner: silence);
        }
        catch (HttpRequestException failure)
        {
            throw new TransferException(failure.Message.TrimEnd('.'), mayRecover: true, inner: failure);
        }
    }

    private static HttpRequestMessage Request(Uri address, PartialFile part)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (part.Length > 0)
        {
            request.Headers.Range = new RangeHeaderValue(part.Length, null);
            if (part.Mark(address) is { } mark)
                request.Headers.TryAddWithoutValidation("If-Range", mark);
        }

        return request;
    }

    private static void Begin(HttpResponseMessage response, Uri address, PartialFile part, long length)
    {
        var range = response.Content.Headers.ContentRange;
        var goesOn = response.StatusCode == HttpStatusCode.PartialContent;
        if (!goesOn && response.StatusCode != HttpStatusCode.OK)
            throw Refusal(response, part);
        if (goesOn && range?.From != part.Length)
        {
            part.Restart();
            throw new TransferException("the server sends another part than asked for", mayRecover: true);
        }

        if ((goesOn ? range?.Length : response.Content.Headers.ContentLength) is { } offered && offered != length)
            throw new TransferException($"the file there has {offered} bytes, but {length} are expected", mayRecover: false);
        if (!goesOn && part.Length > 0)
            part.Restart();
        part.SetMark(address, MarkOf(response));
    }

    private static TransferException Refusal(HttpResponseMessage response, PartialFile part)
    {
        var status = (int)response.StatusCode;
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            part.Restart();
            return new TransferException("the server does not have the part that is missing", mayRecover: true);
        }

        var wait = response.Headers.RetryAfter;
        return new TransferException($"the server answers {status} ({response.ReasonPhrase})", mayRecover: status is 408 or 429 or >= 500,
            wait?.Delta ?? (wait?.Date is { } date ? date - DateTimeOffset.UtcNow : null));
    }

    // A weak mark may not be used for ranges; then the date is, and the checksum decides in the end.
    private static string? MarkOf(HttpResponseMessage response) => response.Headers.ETag is { IsWeak: false } tag
        ? tag.Tag
        : response.Content.Headers.LastModified?.ToString("R");

    private static async Task<int> ReadAsync(Stream body, Memory<byte> buffer, CancellationToken cancellation)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellation).ConfigureAwait(false);
        }
        catch (IOException failure)
        {
            throw new TransferException("the connection was closed early", mayRecover: true, inner: failure);
        }
    }
}
