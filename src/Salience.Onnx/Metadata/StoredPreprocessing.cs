using System.Text.Json;
using System.Text.Json.Serialization;
using Salience.Imaging;

namespace Salience.Onnx.Metadata;

/// <summary>A <see cref="Preprocessing"/> as the metadata holds it.</summary>
/// <param name="Normalization">What <see cref="Imaging.Normalization.Parse"/> takes.</param>
/// <param name="Height">Rows of the input.</param>
/// <param name="Width">Columns of the input.</param>
/// <param name="Channels">Channels of the input, 1 or 3.</param>
/// <param name="Resize">Pixels of the shorter side before the crop; absent for the usual rule.</param>
internal sealed record StoredPreprocessing(
    [property: JsonPropertyName("normalization")] string? Normalization,
    [property: JsonPropertyName("height")] int Height,
    [property: JsonPropertyName("width")] int Width,
    [property: JsonPropertyName("channels")] int Channels,
    [property: JsonPropertyName("resize"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Resize = null)
{
    /// <summary>Pixels of the largest side that a file may ask for.</summary>
    private const int LargestSide = 1 << 14;

    /// <summary>The JSON for it.</summary>
    public static string Write(Preprocessing p) =>
        JsonSerializer.Serialize(new StoredPreprocessing(p.Normalization.Name, p.Height, p.Width, p.Channels, p.Resize));

    /// <summary>Reads the JSON.</summary>
    /// <exception cref="JsonException">It is none, or not of this form.</exception>
    /// <exception cref="ArgumentException">A value makes no sense.</exception>
    public static Preprocessing Read(string json)
    {
        var stored = JsonSerializer.Deserialize<StoredPreprocessing>(json) ?? throw new JsonException("it is null");
        if (stored.Normalization is null)
            throw new ArgumentException("it has no normalization");
        if (!IsSide(stored.Height) || !IsSide(stored.Width) || stored.Resize is { } resize && !IsSide(resize))
            throw new ArgumentException($"it asks for {stored.Height} x {stored.Width} pixels, resized to {stored.Resize?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "the usual size"}");
        if (stored.Channels is not (1 or 3))
            throw new ArgumentException($"it asks for {stored.Channels} channels");
        return new Preprocessing(stored.Height, stored.Width, stored.Channels, Imaging.Normalization.Parse(stored.Normalization), stored.Resize);
    }

    private static bool IsSide(int pixels) => pixels is > 0 and <= LargestSide;
}
