using System.Security.Cryptography;
using Google.Protobuf;

namespace Salience.Onnx.Format;

/// <summary>Reads the bytes of an ONNX file into messages and refuses what is not one.</summary>
/// <remarks>
/// Nothing is allocated that is not paid for by bytes of the file: lengths are checked against what the file still holds,
/// nested messages are limited in depth, and tensors stay in their stored form until they are decoded one by one.
/// </remarks>
internal static class OnnxModelReader
{
    /// <summary>Protocol buffers cannot express more.</summary>
    private const long LargestFile = int.MaxValue;

    /// <summary>Subgraphs within subgraphs; real models need less than 20 levels.</summary>
    private const int DeepestNesting = 64;

    /// <summary>Reads a model.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="OnnxFormatException">The file is not an ONNX model.</exception>
    public static OnnxFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
            throw OnnxFormatException.In(path, "is a folder. Name the .onnx file in it.");
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path}: no such file. Check the path of the model.", path);
        using var stream = Open(path);
        return Read(stream, path, Path.GetDirectoryName(Path.GetFullPath(path)));
    }

    /// <summary>Reads a model from a stream that can seek, from its beginning to its end.</summary>
    /// <param name="stream">The bytes of a file.</param>
    /// <param name="name">How messages name it.</param>
    /// <param name="folder">The folder that external data must lie in; <see langword="null"/> where there can be none.</param>
    /// <exception cref="OnnxFormatException">They are not an ONNX model.</exception>
    public static OnnxFile Read(Stream stream, string name, string? folder = null)
    {
        stream.Position = 0;
        var length = stream.Length;
        RequirePlausible(name, stream);
        var hash = Convert.ToHexStringLower(SHA256.HashData(stream));
        stream.Position = 0;
        var model = Parse(name, stream);
        return new OnnxFile(name, length, hash, model, folder);
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        }
        catch (UnauthorizedAccessException e)
        {
            throw OnnxFormatException.In(path, "cannot be opened. Check its permissions.", e);
        }
    }

    private static void RequirePlausible(string path, Stream stream)
    {
        if (stream.Length == 0)
            throw OnnxFormatException.In(path, "is empty (0 bytes). Download or export the model again.");
        if (stream.Length > LargestFile)
            throw OnnxFormatException.In(path, $"has {stream.Length} bytes; an ONNX file holds at most {LargestFile}. Save the model with external data.");
        Span<byte> start = stackalloc byte[FileSignature.Length];
        start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        stream.Position = 0;
        if (FileSignature.Describe(start) is { } fault)
            throw OnnxFormatException.In(path, fault);
    }

    private static ModelProto Parse(string path, Stream stream)
    {
        ModelProto model;
        try
        {
            // Disposing it would close the stream, which is the caller's.
            model = ModelProto.Parser.ParseFrom(CodedInputStream.CreateWithLimits(stream, (int)LargestFile, DeepestNesting));
        }
        catch (InvalidProtocolBufferException e)
        {
            throw OnnxFormatException.In(
                path, $"cannot be read as an ONNX model; it is truncated or damaged ({e.Message.TrimEnd('.')}). Download or export it again.", e);
        }

        if (model.Graph is null)
            throw OnnxFormatException.In(path, "holds no graph, so it is not an ONNX model or is truncated. Download or export it again.");
        if (model.Graph.Node.Count == 0 && model.Graph.Output.Count == 0)
            throw OnnxFormatException.In(path, "holds an empty graph without outputs. Export the model again.");
        return model;
    }
}
