namespace Salience.Imaging.ColorMaps;

/// <summary>Dark violet over green to yellow; lightness rises evenly, readable with colour blindness and in grey print.</summary>
/// <remarks>
/// Ten of the 256 colours of matplotlib's map of that name, mixed linearly between. Origin: Nathaniel Smith, Stéfan van der Walt and
/// Eric Firing, 2015, dedicated to the public domain (CC0).
/// </remarks>
internal sealed class Viridis : IColorMap
{
    public string Name => "viridis";

    public bool IsDiverging => false;

    public Rgb At(double position) => ColorStops.At(Stops, position);

    private static ReadOnlySpan<uint> Stops =>
    [
        0x440154, 0x482878, 0x3E4989, 0x31688E, 0x26828E, 0x1F9E89, 0x35B779, 0x6ECE58, 0xB5DE2B, 0xFDE725,
    ];
}
