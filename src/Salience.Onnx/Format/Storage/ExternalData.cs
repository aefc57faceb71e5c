using System.Globalization;

namespace Salience.Onnx.Format.Storage;

/// <summary>Tensors whose bytes stand in another file beside the model.</summary>
/// <remarks>The file must lie in the model's folder or below it, also after symbolic links are followed.</remarks>
internal static class ExternalData
{
    /// <summary>Reads the bytes of one tensor.</summary>
    /// <param name="entries">The key-value pairs of the tensor: location, offset, length.</param>
    /// <param name="folder">Folder of the model; <see langword="null"/> where it is no file.</param>
    /// <param name="wanted">Number of bytes that the shape needs.</param>
    /// <param name="budget">Grows by the size of each data file.</param>
    /// <param name="fault">Makes the exception that names file and tensor.</param>
    public static byte[] Read(
        IEnumerable<StringStringEntryProto> entries, string? folder, long wanted, AllocationBudget budget, Func<string, OnnxFormatException> fault)
    {
        if (folder is null)
            throw fault("is stored in another file, but a model that is read from a stream has none beside it. Save the tensors in the model itself.");
        var values = new Dictionary<string, string>();
        foreach (var entry in entries)
            values[entry.Key] = entry.Value;
        if (!values.TryGetValue("location", out var location) || string.IsNullOrWhiteSpace(location))
            throw fault("is stored in another file that is not named. The file is damaged.");
        var path = Resolve(location, folder, fault);
        var offset = Number(values, "offset", fault) ?? 0;
        using var stream = Open(path, location, fault);
        budget.Count(path, stream.Length);
        var length = Number(values, "length", fault) ?? Math.Min(wanted, stream.Length - offset);
        if (length != wanted)
            throw fault($"takes {wanted} bytes, but {length} are stored in '{location}'. Model and data do not belong together.");
        if (wanted > Array.MaxLength)
            throw fault($"takes {wanted} bytes; one tensor holds at most {Array.MaxLength}.");
        if (offset > stream.Length - length)
            throw fault($"stands at bytes {offset} to {offset + length} of '{location}', which has only {stream.Length}. Download the data file again.");
        var bytes = new byte[wanted];
        stream.Position = offset;
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static string Resolve(string location, string folder, Func<string, OnnxFormatException> fault)
    {
        if (location.Contains('\0', StringComparison.Ordinal) || Path.IsPathRooted(location))
            throw fault($"is stored in '{location}', which is not a path relative to the model. Save the model and its data in one folder.");
        var path = Path.GetFullPath(Path.Combine(folder, location));
        if (!IsInside(path, Path.GetFullPath(folder)) || !IsInside(RealPath.Of(path), RealPath.Of(folder)))
            throw fault($"is stored in '{location}', which lies outside the model's folder. Save the model and its data in one folder.");
        if (!File.Exists(path))
            throw fault($"is stored in '{location}', which is missing. Put that file beside the model.");
        return path;
    }

    private static FileStream Open(string path, string location, Func<string, OnnxFormatException> fault)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (UnauthorizedAccessException)
        {
            throw fault($"is stored in '{location}', which cannot be opened. Check its permissions.");
        }
    }

    private static long? Number(Dictionary<string, string> values, string key, Func<string, OnnxFormatException> fault)
    {
        if (!values.TryGetValue(key, out var text))
            return null;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            throw fault($"has the {key} '{text}' in its data file. The file is damaged.");
        return number;
    }

    private static bool IsInside(string path, string folder) =>
        path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
