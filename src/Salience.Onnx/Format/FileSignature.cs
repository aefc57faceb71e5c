namespace Salience.Onnx.Format;

/// <summary>Recognises files that are something other than an ONNX model by how they begin.</summary>
internal static class FileSignature
{
    /// <summary>How many bytes <see cref="Describe"/> looks at.</summary>
    public const int Length = 64;

    /// <summary>What the file is and what to do about it, or <see langword="null"/> when it may be an ONNX model.</summary>
    /// <param name="start">The first bytes of the file.</param>
    public static string? Describe(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("version https://git-lfs"u8))
            return "is a Git LFS pointer, not the model itself. Fetch the model with 'git lfs pull'.";
        if (start.StartsWith("PK\x3\x4"u8) || start.StartsWith("PK\x5\x6"u8))
            return "is a zip archive (PyTorch checkpoints are zip archives too). Unpack it, or export the model with torch.onnx.export.";
        if (start.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A]))
            return "is an HDF5 file (Keras saves these). Convert the model to ONNX with tf2onnx.";
        if (start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
            return "is gzip-compressed. Decompress it with gunzip first.";
        if (start.StartsWith((ReadOnlySpan<byte>)[0x80, 0x02]) || start.StartsWith((ReadOnlySpan<byte>)[0x80, 0x03])
            || start.StartsWith((ReadOnlySpan<byte>)[0x80, 0x04]) || start.StartsWith((ReadOnlySpan<byte>)[0x80, 0x05]))
            return "is a Python pickle (an old PyTorch checkpoint, perhaps). Export the model with torch.onnx.export.";
        if (start.Length >= 8 && start[4..8].SequenceEqual("ORTM"u8))
            return "is in ONNX Runtime's own ORT format. Use the .onnx file that it was made from.";
        if (start.Length >= 8 && start[4..8].SequenceEqual("TFL3"u8))
            return "is a TensorFlow Lite model. Convert it to ONNX with tf2onnx.";
        return IsText(start) ? "is a text file, not a binary ONNX model. Check that the download did not save an error page." : null;
    }

    /// <summary>Whether every byte is printable ASCII or white space; a model's first bytes never are.</summary>
    private static bool IsText(ReadOnlySpan<byte> start)
    {
        foreach (var b in start)
        {
            if (b is not ((>= 0x20 and < 0x7F) or (byte)'\n' or (byte)'\r' or (byte)'\t'))
                return false;
        }

        return start.Length > 0;
    }
}
