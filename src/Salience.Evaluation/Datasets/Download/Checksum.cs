using System.Security.Cryptography;

namespace Salience.Evaluation.Datasets.Download;

/// <summary>Checksums of files. MD5 is what the data sets' authors publish; it shows damage, which is what it is used for here.</summary>
internal static class Checksum
{
    /// <summary>The MD5 checksum of the rest of a stream, lower-case hexadecimal.</summary>
    public static async Task<string> Md5Async(Stream stream, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        var buffer = new byte[1 << 16];
        while (await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false) is var got and > 0)
            hash.AppendData(buffer, 0, got);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Whether a file is there with this length and checksum.</summary>
    public static async Task<bool> IsAsync(string path, RemoteFile file, CancellationToken cancellation)
    {
        if (!File.Exists(path) || new FileInfo(path).Length != file.Length)
            return false;
        using var stream = File.OpenRead(path);
        return await Md5Async(stream, cancellation).ConfigureAwait(false) == file.Md5;
    }
}
