using System.Collections.Concurrent;
using Salience.Networks;
using Salience.Onnx;
using Salience.Tests.Golden;
using static TorchSharp.torch;

namespace Salience.Tests.Attribution;

/// <summary>The networks of the golden folder, by name, in the file's own form; loaded once for all tests.</summary>
internal static class MethodArchitectures
{
    private static readonly ConcurrentDictionary<(string Name, OnnxPrecision Precision), Lazy<OnnxModel>> Loaded = new();

    private static readonly IReadOnlyDictionary<string, GoldenCase> Cases =
        GoldenCase.All.Where(c => !c.WasFolded).ToDictionary(c => Path.GetFileName(Path.GetDirectoryName(c.Model)!));

    /// <summary>Names of all networks; one empty name where no data exist.</summary>
    public static IReadOnlyList<string> Names { get; } = Cases.Count == 0 ? [string.Empty] : [.. Cases.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The network of that name, not to be disposed; skips the test where there are no data.</summary>
    public static Network Network(string name, OnnxPrecision precision)
    {
        Assert.SkipUnless(name.Length > 0, "No golden reference found; set SALIENCE_GOLDEN or SALIENCE_DATA.");
        return Loaded.GetOrAdd((name, precision), key => new Lazy<OnnxModel>(() => Load(Cases[key.Name], key.Precision))).Value.Network;
    }

    /// <summary>The first two pictures of the reference, float64.</summary>
    public static Tensor Images(string name) => Cases[name].Read("input").narrow(0, 0, 2);

    /// <summary>Loads on a thread of its own: tensors are counted for each thread, and these stay for other tests.</summary>
    private static OnnxModel Load(GoldenCase golden, OnnxPrecision precision)
    {
        OnnxModel? model = null;
        var thread = new Thread(() => model = golden.Load(precision));
        thread.Start();
        thread.Join();
        return model!;
    }
}
