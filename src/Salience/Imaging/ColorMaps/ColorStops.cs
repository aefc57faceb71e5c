namespace Salience.Imaging.ColorMaps;

/// <summary>Colours at equal distances over [0, 1], mixed linearly between neighbours.</summary>
internal static class ColorStops
{
    /// <summary>The colour at a position, clamped to [0, 1].</summary>
    internal static Rgb At(ReadOnlySpan<uint> stops, double position)
    {
        double at = Math.Clamp(position, 0, 1) * (stops.Length - 1);
        int below = Math.Min((int)at, stops.Length - 2);
        return Rgb.Mix(Unpack(stops[below]), Unpack(stops[below + 1]), at - below);
    }

    private static Rgb Unpack(uint color) => new((byte)(color >> 16), (byte)(color >> 8), (byte)color);
}
