namespace Salience.Imaging.ColorMaps;

/// <summary>Black over red to light yellow; lightness rises evenly.</summary>
/// <remarks>
/// Ten of the 256 colours of matplotlib's map of that name, mixed linearly between. Origin: Nathaniel Smith, Stéfan van der Walt and
/// Eric Firing, 2015, dedicated to the public domain (CC0).
/// </remarks>
internal sealed class Inferno : IColorMap
{
    public string Name => "inferno";

    public bool IsDiverging => false;

    public Rgb At(double position) => ColorStops.At(Stops, position);

    private static ReadOnlySpan<uint> Stops =>
    [
        0x000004, 0x1B0C41, 0x4A0C6B, 0x781C6D, 0xA52C60, 0xCF4446, 0xED6925, 0xFB9B06, 0xF7D13D, 0xFCFFA4,
    ];
}
