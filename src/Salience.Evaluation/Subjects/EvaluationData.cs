using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Salience.Evaluation.Datasets;
using Salience.Imaging;

namespace Salience.Evaluation.Subjects;

/// <summary>Labelled pictures with how they become inputs of a network and, where these are known, the masks of what they show.</summary>
/// <param name="Images">The pictures.</param>
/// <param name="Normalization">How pixels become inputs.</param>
/// <param name="MaskOf">The mask of what the label of the picture with a number names; <see langword="null"/> where masks are not known.</param>
/// <param name="Training">
/// Pictures of the same size and classes that a network may be trained on, none of them among <paramref name="Images"/>; opened when they are first asked for.
/// <see langword="null"/> where there are none.
/// </param>
public sealed record EvaluationData(ImageDataset Images, Normalization Normalization, Func<int, PixelMask>? MaskOf = null, Lazy<ImageDataset>? Training = null)
{
    /// <summary>SHA-256 of labels and pixels of some pictures, in lower-case hexadecimal.</summary>
    /// <param name="items">Numbers of the pictures.</param>
    public string Sha256(IEnumerable<int> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var pixels = new byte[Images.Shape.Length];
        foreach (var item in items)
        {
            int[] key = [item, Images.LabelOf(item)];
            hash.AppendData(MemoryMarshal.AsBytes(key.AsSpan()));
            Images.Read(item, pixels);
            hash.AppendData(pixels);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
