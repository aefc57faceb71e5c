using System.Globalization;
using Salience.Evaluation.Datasets.Download;

namespace Salience.Tests.Evaluation.Datasets.Download;

/// <summary>What is answered.</summary>
/// <param name="Status">Status code.</param>
/// <param name="Body">The bytes; their number is announced.</param>
/// <param name="CutAfter">The connection ends after so many of them.</param>
/// <param name="Silent">The connection stays open afterwards and nothing comes.</param>
internal sealed record LoopbackResponse(int Status, byte[] Body, int CutAfter = int.MaxValue, bool Silent = false)
{
    /// <summary>Headers beside the length.</summary>
    public Dictionary<string, string> Headers { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The checksum that would be published for a file.</summary>
    public static string Md5(byte[] file) => Checksum.Md5Async(new MemoryStream(file), CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>What a proper server answers: the part that is asked for, of the version that is asked for, or everything.</summary>
    public static LoopbackResponse Proper(LoopbackRequest request, byte[] file, string? tag = null)
    {
        var response = request.From is { } from && (request.IfRange is null || request.IfRange == tag)
            ? Part(file, from, file.Length)
            : new LoopbackResponse(200, file);
        if (tag is not null)
            response.Headers["ETag"] = tag;
        return response;
    }

    /// <summary>The part of a file from a byte on, with the range and the total that are claimed.</summary>
    public static LoopbackResponse Part(byte[] file, long from, long total) => new(206, file[(int)from..])
    {
        Headers = { ["Content-Range"] = string.Create(CultureInfo.InvariantCulture, $"bytes {from}-{file.Length - 1}/{total}") },
    };
}
