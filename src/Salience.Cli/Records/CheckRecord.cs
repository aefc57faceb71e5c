namespace Salience.Cli.Records;

/// <summary>One check of the installation.</summary>
/// <param name="Name">What was checked.</param>
/// <param name="Ok">Whether it is as it should be.</param>
/// <param name="Finding">What was found.</param>
/// <param name="Remedy">What to do; absent where nothing is.</param>
internal sealed record CheckRecord(string Name, bool Ok, string Finding, string? Remedy = null);
