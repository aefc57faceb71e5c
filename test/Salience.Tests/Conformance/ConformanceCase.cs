using System.IO.Compression;
using Salience.Onnx.Format;
using static TorchSharp.torch;

namespace Salience.Tests.Conformance;

/// <summary>One case of a conformance suite: a model, and data sets of inputs with the outputs they must give.</summary>
/// <param name="Archive">The zip file that holds it.</param>
/// <param name="Name">Its folder in the archive, for instance <c>node/test_abs</c>.</param>
internal sealed record ConformanceCase(string Archive, string Name)
{
    /// <summary>Writes the model to a file of its own.</summary>
    public void ExtractModel(string path)
    {
        using var zip = ZipFile.OpenRead(Archive);
        zip.GetEntry(Inside("model.onnx"))!.ExtractToFile(path);
    }

    /// <summary>The data sets: inputs and expected outputs in the order of the model's.</summary>
    public IReadOnlyList<(Tensor[] Inputs, Tensor[] Outputs)> ReadDataSets()
    {
        using var zip = ZipFile.OpenRead(Archive);
        var sets = zip.Entries
            .Where(e => e.FullName.StartsWith(Inside("test_data_set_"), StringComparison.Ordinal) && e.Name.EndsWith(".pb", StringComparison.Ordinal))
            .GroupBy(e => Path.GetDirectoryName(e.FullName)!)
            .OrderBy(g => g.Key, StringComparer.Ordinal);
        return sets.Select(s => (Read(s, "input_"), Read(s, "output_"))).ToList();
    }

    private string Inside(string path) => Name.Length == 0 ? path : $"{Name}/{path}";

    private static Tensor[] Read(IEnumerable<ZipArchiveEntry> entries, string prefix) =>
        entries.Where(e => e.Name.StartsWith(prefix, StringComparison.Ordinal))
            .OrderBy(e => int.Parse(Path.GetFileNameWithoutExtension(e.Name)[prefix.Length..]))
            .Select(Read)
            .ToArray();

    private static Tensor Read(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        var proto = TensorProto.Parser.ParseFrom(stream);
        return new OnnxTensorReader(entry.FullName, Path.GetTempPath(), new AllocationBudget(entry.Length), allowNaN: true).Read(proto, proto.Name);
    }
}
