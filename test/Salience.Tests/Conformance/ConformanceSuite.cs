using System.IO.Compression;
using System.IO.Enumeration;

namespace Salience.Tests.Conformance;

/// <summary>The cases of every archive in <c>SALIENCE_CONFORMANCE</c>, or of the shared one, and the list of those that need not pass.</summary>
internal static class ConformanceSuite
{
    /// <summary>Every case by a key that is unique over all archives.</summary>
    public static IReadOnlyDictionary<string, ConformanceCase> Cases { get; } = FindCases();

    /// <summary>
    /// Cases that are known to fail, with the reason: lines <c>name: reason</c>; <c>#</c> begins a comment. A name is that of the test without its
    /// suite and may hold <c>*</c>. An archive need not hold them: every archive is a sample.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Unsupported { get; } = ReadList("unsupported.txt");

    /// <summary>Why a case need not pass, or <see langword="null"/> when it must.</summary>
    public static string? ReasonAgainst(ConformanceCase test) => ReasonFor(test, Unsupported);

    /// <summary>What a list says about a case, or <see langword="null"/>.</summary>
    public static string? ReasonFor(ConformanceCase test, IReadOnlyDictionary<string, string> list)
    {
        var name = test.Name[(test.Name.LastIndexOf('/') + 1)..];
        return list.FirstOrDefault(u => FileSystemName.MatchesSimpleExpression(u.Key, name, ignoreCase: false)).Value;
    }

    /// <summary>One row for each case; a single empty one when there is no archive, so that the skipped test shows.</summary>
    public static TheoryData<string> Rows => [.. Cases.Count == 0 ? [string.Empty] : Cases.Keys];

    /// <summary>The case of a row; skips the test of the empty one.</summary>
    public static ConformanceCase Require(string key)
    {
        Assert.SkipWhen(key.Length == 0, "No conformance archive found; set SALIENCE_CONFORMANCE to the path of one.");
        return Cases[key];
    }

    private static SortedDictionary<string, ConformanceCase> FindCases()
    {
        var cases = new SortedDictionary<string, ConformanceCase>(StringComparer.Ordinal);
        foreach (var archive in TestData.PathList("SALIENCE_CONFORMANCE", "conformance").SelectMany(Archives))
        {
            using var zip = ZipFile.OpenRead(archive);
            foreach (var entry in zip.Entries.Where(e => e.Name == "model.onnx"))
            {
                // The folder of the case; empty where the archive is of a single one.
                var name = entry.FullName[..^entry.Name.Length].TrimEnd('/');
                var key = name.Length > 0 && !cases.ContainsKey(name) ? name : $"{name} ({archive})";
                cases[key] = new ConformanceCase(archive, name);
            }
        }

        return cases;
    }

    /// <summary>The path itself, or the archives in it when it is a folder.</summary>
    private static IEnumerable<string> Archives(string path) =>
        Directory.Exists(path) ? Directory.EnumerateFiles(path, "*.zip").Order(StringComparer.Ordinal)
        : File.Exists(path) ? [path]
        : [];

    /// <summary>Reads a list of cases with reasons.</summary>
    public static Dictionary<string, string> ReadList(string name)
    {
        var file = Path.Combine(TestData.RepositoryRoot, "test", "Salience.Tests", "Conformance", name);
        return File.ReadAllLines(file)
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(": ", 2))
            .ToDictionary(parts => parts[0], parts => parts[1]);
    }
}
