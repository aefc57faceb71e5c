using System.Reflection;

namespace Salience.Cli.BuiltIn;

/// <summary>The network and the pictures within this program, so that it can show what it does without any file.</summary>
/// <remarks>
/// The network names the digit in a Glyphs scene of 64×64 pixels; docs/training.md has the command that trains it. The pictures are scenes 12, 16
/// and 18 of the held-out split.
/// </remarks>
internal static class BuiltInContent
{
    /// <summary>What stands for the network after <c>--model</c> and for the pictures in place of an input.</summary>
    public const string Name = "builtin";

    private const string Prefix = Name + ":";
    private const string Model = "glyphs.onnx";

    private static readonly Assembly Owner = typeof(BuiltInContent).Assembly;

    /// <summary>The pictures as inputs are written, <c>builtin:NAME.png</c>, in order.</summary>
    public static IReadOnlyList<string> Pictures { get; } =
        [.. Owner.GetManifestResourceNames().Where(name => name.EndsWith(".png", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name => Prefix + name)];

    /// <summary>Whether a model or an input names what is built in; a file of that name is given with a path.</summary>
    public static bool IsName(string text) => text == Name;

    /// <summary>Whether an input is one of <see cref="Pictures"/>.</summary>
    public static bool IsPicture(string input) => Pictures.Contains(input);

    /// <summary>The file name of one of <see cref="Pictures"/>.</summary>
    public static string FileOf(string picture) => picture[Prefix.Length..];

    /// <summary>The ONNX file of the network.</summary>
    public static Stream OpenModel() => Owner.GetManifestResourceStream(Model)!;

    /// <summary>The PNG file of one of <see cref="Pictures"/>.</summary>
    public static byte[] ReadPicture(string picture)
    {
        using var stream = Owner.GetManifestResourceStream(FileOf(picture))!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
