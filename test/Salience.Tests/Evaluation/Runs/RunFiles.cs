namespace Salience.Tests.Evaluation.Runs;

/// <summary>The files of a run folder that two runs of equal settings have alike.</summary>
internal static class RunFiles
{
    /// <summary>Relative name and content in hexadecimal of every file but the log of times and <c>run.json</c>.</summary>
    public static SortedDictionary<string, string> Read(string folder)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(folder, file);
            if (name is not ("log.jsonl" or "run.json"))
                files.Add(name, Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file))));
        }

        return files;
    }
}
