namespace Salience.Imaging.ColorMaps;

/// <summary>Blue for negative over near-white at the middle to red for positive.</summary>
/// <remarks>Seven colours of our own choice, mixed linearly between; opposite positions have about the same lightness.</remarks>
internal sealed class RedBlue : IColorMap
{
    public string Name => "red-blue";

    public bool IsDiverging => true;

    public Rgb At(double position) => ColorStops.At(Stops, position);

    private static ReadOnlySpan<uint> Stops => [0x0B3C8C, 0x3F7FCB, 0xA9CBEA, 0xF5F5F5, 0xF2B8A4, 0xD9573F, 0x8E1020];
}
