using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Salience.Evaluation.Datasets;

namespace Salience.Evaluation.Training;

/// <summary>A data set as a record names it.</summary>
/// <param name="Name">Name of the data set.</param>
/// <param name="Count">Pictures.</param>
/// <param name="Shape">Their size, <c>(C, H, W)</c>.</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="Normalization">Name or text of the normalisation.</param>
/// <param name="Fingerprint">SHA-256 of all labels and of sixteen pictures, in hexadecimal: tells another data set of the same name.</param>
public sealed record DataDescription(string Name, int Count, string Shape, int Classes, string Normalization, string Fingerprint)
{
    private const int Samples = 16;

    /// <summary>Describes a data set; reads all labels and a few pictures.</summary>
    public static DataDescription Of(ImageDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var labels = new int[dataset.Count];
        for (var i = 0; i < labels.Length; i++)
            labels[i] = dataset.LabelOf(i);
        hash.AppendData(MemoryMarshal.AsBytes(labels.AsSpan()));
        var pixels = new byte[dataset.Shape.Length];
        for (var i = 0; i < Math.Min(Samples, dataset.Count); i++)
        {
            dataset.Read((int)((long)i * dataset.Count / Math.Min(Samples, dataset.Count)), pixels);
            hash.AppendData(pixels);
        }

        var fingerprint = Convert.ToHexStringLower(hash.GetHashAndReset());
        return new DataDescription(dataset.Name, dataset.Count, dataset.Shape.ToString(), dataset.Classes.Count, dataset.Normalization.Name, fingerprint);
    }
}
