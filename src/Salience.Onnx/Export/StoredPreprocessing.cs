using System.Text.Json;
using System.Text.Json.Serialization;
using Salience.Imaging;

namespace Salience.Onnx.Export;

/// <summary>A <see cref="Preprocessing"/> as the metadata holds it.</summary>
/// <param name="Normalization">What <see cref="Imaging.Normalization.Parse"/> takes.</param>
/// <param name="Height">Rows of the input.</param>
/// <param name="Width">Columns of the input.</param>
/// <param name="Channels">Channels of the input, 1 or 3.</param>
/// <param name="Resize">Pixels of the shorter side before the crop; absent for the usual rule.</param>
internal sealed record StoredPreprocessing(
    [property: JsonPropertyName("normalization")] string Normalization,
    [property: JsonPropertyName("height")] int Height,
    [property: JsonPropertyName("width")] int Width,
    [property: JsonPropertyName("channels")] int Channels,
    [property: JsonPropertyName("resize"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Resize)
{
    /// <summary>The JSON for it.</summary>
    public static string Of(Preprocessing p) =>
        JsonSerializer.Serialize(new StoredPreprocessing(p.Normalization.Name, p.Height, p.Width, p.Channels, p.Resize));
}
