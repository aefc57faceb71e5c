namespace Salience.Onnx.Format;

/// <summary>A model as read from a file.</summary>
/// <param name="Path">The path as the caller gave it, for messages.</param>
/// <param name="Length">Size in bytes, external data not counted.</param>
/// <param name="Sha256">Hash of the file, lower-case hexadecimal.</param>
/// <param name="Model">Its content.</param>
internal sealed record OnnxFile(string Path, long Length, string Sha256, ModelProto Model)
{
    /// <summary>The folder that external data must lie in.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;
}
