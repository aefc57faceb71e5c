using static TorchSharp.torch;

namespace Salience.Arrays;

/// <summary>An element type of the npy format: its tensor type, its size in bytes and whether its bytes must be reversed.</summary>
internal readonly record struct NpyType(ScalarType Scalar, int Size, bool Reversed)
{
    private static readonly Dictionary<string, (ScalarType Scalar, int Size)> Types = new(StringComparer.Ordinal)
    {
        ["f2"] = (ScalarType.Float16, 2),
        ["f4"] = (ScalarType.Float32, 4),
        ["f8"] = (ScalarType.Float64, 8),
        ["i1"] = (ScalarType.Int8, 1),
        ["i2"] = (ScalarType.Int16, 2),
        ["i4"] = (ScalarType.Int32, 4),
        ["i8"] = (ScalarType.Int64, 8),
        ["u1"] = (ScalarType.Byte, 1),
        ["b1"] = (ScalarType.Bool, 1),
    };

    /// <summary>Reads a <c>descr</c> such as <c>&lt;f4</c>: byte order (&lt; little, &gt; big, | none, = this machine's), kind, size.</summary>
    internal static bool TryParse(string descr, out NpyType type)
    {
        type = default;
        if (descr.Length < 3 || !Types.TryGetValue(descr[1..], out (ScalarType Scalar, int Size) found))
            return false;
        bool? little = descr[0] switch
        {
            '<' => true,
            '>' => false,
            '=' => BitConverter.IsLittleEndian,
            '|' when found.Size == 1 => BitConverter.IsLittleEndian,
            _ => null,
        };
        if (little is null)
            return false;
        type = new NpyType(found.Scalar, found.Size, found.Size > 1 && little != BitConverter.IsLittleEndian);
        return true;
    }

    /// <summary>The <c>descr</c> this library writes for a tensor type, or null if it writes no such arrays.</summary>
    internal static string? Describe(ScalarType scalar) => scalar switch
    {
        ScalarType.Float32 => "<f4",
        ScalarType.Float64 => "<f8",
        ScalarType.Int64 => "<i8",
        _ => null,
    };
}
