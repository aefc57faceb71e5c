namespace Salience.Onnx.Format.Storage;

/// <summary>Paths with every symbolic link followed.</summary>
internal static class RealPath
{
    private const int MostLinks = 40;

    /// <summary>The absolute path after following the links in each of its parts; parts that do not exist stay as they are.</summary>
    public static string Of(string path)
    {
        var links = 0;
        return Of(Path.GetFullPath(path), ref links);
    }

    private static string Of(string path, ref int links)
    {
        var parent = Path.GetDirectoryName(path);
        if (parent is null)
            return path;
        var here = Path.Combine(Of(parent, ref links), Path.GetFileName(path));
        var target = new FileInfo(here).LinkTarget;
        if (target is null)
            return here;
        if (++links > MostLinks)
            throw new IOException($"{path}: too many symbolic links.");
        return Of(Path.GetFullPath(target, Path.GetDirectoryName(here)!), ref links);
    }
}
