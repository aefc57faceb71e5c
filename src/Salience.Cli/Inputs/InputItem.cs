namespace Salience.Cli.Inputs;

/// <summary>One file to explain.</summary>
/// <param name="Path">As given, or folder and name.</param>
/// <param name="Stem">What names of its results begin with; unlike that of any other input.</param>
internal sealed record InputItem(string Path, string Stem)
{
    /// <summary>Whether the file holds preprocessed arrays and no picture.</summary>
    public bool IsArray => System.IO.Path.GetExtension(Path).Equals(".npy", StringComparison.OrdinalIgnoreCase);
}
