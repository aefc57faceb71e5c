namespace Salience.Evaluation.Datasets.Download;

/// <summary>A file that can be downloaded, and how to know that it is the right one.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Addresses">Where it is, tried in this order.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Md5">The published MD5 checksum, lower-case hexadecimal.</param>
public sealed record RemoteFile(string Name, IReadOnlyList<Uri> Addresses, long Length, string Md5)
{
    /// <summary>The files in it where it is a gzipped tar archive to be unpacked; otherwise none.</summary>
    public IReadOnlyList<UnpackedFile> Contents { get; init; } = [];

    /// <summary>The same file under its name at another place.</summary>
    /// <param name="mirror">The folder there, such as <c>https://example.org/data</c>.</param>
    public RemoteFile At(Uri mirror)
    {
        ArgumentNullException.ThrowIfNull(mirror);
        return this with { Addresses = [new Uri($"{mirror.AbsoluteUri.TrimEnd('/')}/{Name}")] };
    }
}
