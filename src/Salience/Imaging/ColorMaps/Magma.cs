namespace Salience.Imaging.ColorMaps;

/// <summary>Black over violet to light pink; lightness rises evenly.</summary>
/// <remarks>
/// Ten of the 256 colours of matplotlib's map of that name, mixed linearly between. Origin: Nathaniel Smith, Stéfan van der Walt and
/// Eric Firing, 2015, dedicated to the public domain (CC0).
/// </remarks>
internal sealed class Magma : IColorMap
{
    public string Name => "magma";

    public bool IsDiverging => false;

    public Rgb At(double position) => ColorStops.At(Stops, position);

    private static ReadOnlySpan<uint> Stops =>
    [
        0x000004, 0x180F3D, 0x440F76, 0x721F81, 0x9E2F7F, 0xCD4071, 0xF1605D, 0xFD9668, 0xFECA8D, 0xFCFDBF,
    ];
}
