using Salience.Arrays;
using Salience.Onnx;
using static TorchSharp.torch;

namespace Salience.Tests.Golden;

/// <summary>One model of a golden folder with the reference values beside it.</summary>
/// <param name="Model">Path of the model.</param>
/// <param name="Reference">Path of <c>reference.npz</c>.</param>
internal sealed record GoldenCase(string Model, string Reference)
{
    /// <summary>Every model that has a reference, in the folders of <c>SALIENCE_GOLDEN</c> or the shared one, recursively.</summary>
    public static IReadOnlyList<GoldenCase> All { get; } =
    [
        .. TestData.PathList("SALIENCE_GOLDEN", "golden").Where(Directory.Exists)
            .SelectMany(root => Directory.EnumerateFiles(root, "reference.npz", SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal)
            .SelectMany(reference => Directory.EnumerateFiles(Path.GetDirectoryName(reference)!, "*.onnx").Order(StringComparer.Ordinal)
                .Select(model => new GoldenCase(model, reference))),
    ];

    /// <summary>Rows for theories; one row that skips with a reason where no data exists.</summary>
    public static TheoryData<string, string> Rows => Select(All);

    /// <summary>Rows of those cases whose reference has a key that begins with <paramref name="prefix"/>.</summary>
    public static TheoryData<string, string> RowsWith(string prefix) => Select(All.Where(c => c.Keys.Any(k => k.StartsWith(prefix, StringComparison.Ordinal))));

    /// <summary>Rows of those cases whose exporter folded batch norm.</summary>
    public static TheoryData<string, string> FoldedRows => Select(All.Where(c => c.WasFolded));

    /// <summary>
    /// Whether the exporter folded batch norm into the weights: it did so in float32, so these weights are not the reference's but their
    /// rounding, and agree with it as float32 does.
    /// </summary>
    public bool WasFolded => Path.GetFileNameWithoutExtension(Model).EndsWith("_folded", StringComparison.Ordinal);

    /// <summary>The case with the weights that the reference was computed with.</summary>
    public GoldenCase Original => WasFolded && File.Exists(Model.Replace("_folded", string.Empty, StringComparison.Ordinal))
        ? this with { Model = Model.Replace("_folded", string.Empty, StringComparison.Ordinal) } : this;

    /// <summary>Names of the reference's arrays.</summary>
    public IReadOnlyList<string> Keys
    {
        get
        {
            using var file = NpzFile.Open(Reference);
            return [.. file.Names];
        }
    }

    /// <summary>The model in one precision, patterns recognised, batch norm as in the file.</summary>
    public OnnxModel Load(OnnxPrecision precision) => OnnxImporter.Load(Model, new OnnxImportOptions(Precision: precision, ExplainLogits: false));

    /// <summary>An array of the reference.</summary>
    public Tensor Read(string key)
    {
        using var file = NpzFile.Open(Reference);
        return file.Read(key);
    }

    /// <summary>Model, reference, key and method for every agreement whose key a case holds; one row of empty texts where there is no data.</summary>
    public static TheoryData<string, string, string, string> WithKeys(IEnumerable<(string Key, string Method)> agreements)
    {
        var rows = new TheoryData<string, string, string, string>();
        foreach (var golden in All)
        {
            foreach (var (key, method) in agreements.Where(a => golden.Keys.Contains(a.Key)))
                rows.Add(golden.Model, golden.Reference, key, method);
        }

        if (rows.Count == 0)
            rows.Add(string.Empty, string.Empty, string.Empty, string.Empty);
        return rows;
    }

    private static TheoryData<string, string> Select(IEnumerable<GoldenCase> cases)
    {
        var rows = new TheoryData<string, string>();
        foreach (var c in cases)
            rows.Add(c.Model, c.Reference);
        if (rows.Count == 0)
            rows.Add(string.Empty, string.Empty);
        return rows;
    }

    /// <summary>The case of a row; skips the test where the row says that there is no data.</summary>
    public static GoldenCase Of(string model, string reference)
    {
        Assert.SkipUnless(model.Length > 0, "No golden reference found; set SALIENCE_GOLDEN or SALIENCE_DATA.");
        return new GoldenCase(model, reference);
    }
}
