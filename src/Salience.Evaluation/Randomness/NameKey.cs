namespace Salience.Evaluation.Randomness;

/// <summary>Names as keys of a <see cref="RandomStream"/>.</summary>
internal static class NameKey
{
    /// <summary>The name as a number, the same on every machine (FNV-1a).</summary>
    public static long Of(string name)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in name)
            hash = unchecked((hash ^ c) * 1099511628211UL);
        return (long)hash;
    }
}
