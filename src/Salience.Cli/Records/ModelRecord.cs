namespace Salience.Cli.Records;

/// <summary>Which model a record is about.</summary>
/// <param name="Path">The file as given.</param>
/// <param name="Sha256">Its hash, lower-case hexadecimal.</param>
internal sealed record ModelRecord(string Path, string Sha256);
