namespace Salience.Onnx.Format;

/// <summary>A model as read from a file or a stream.</summary>
/// <param name="Path">The path as the caller gave it, or the model's name, for messages.</param>
/// <param name="Length">Size in bytes, external data not counted.</param>
/// <param name="Sha256">Hash of the bytes, lower-case hexadecimal.</param>
/// <param name="Model">Its content.</param>
/// <param name="Folder">The folder that external data must lie in; <see langword="null"/> where there can be none.</param>
internal sealed record OnnxFile(string Path, long Length, string Sha256, ModelProto Model, string? Folder);
