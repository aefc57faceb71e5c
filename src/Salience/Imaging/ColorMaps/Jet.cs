namespace Salience.Imaging.ColorMaps;

/// <summary>The rainbow of most published saliency figures. Its lightness jumps: use it to compare with those, turbo otherwise.</summary>
/// <remarks>Each channel is a trapezium, <c>1.5 − |4x − c|</c> clamped to [0, 1], c = 3, 2, 1 for red, green, blue.</remarks>
internal sealed class Jet : IColorMap
{
    public string Name => "jet";

    public bool IsDiverging => false;

    public Rgb At(double position)
    {
        double x = 4 * Math.Clamp(position, 0, 1);
        return Rgb.FromUnit(1.5 - Math.Abs(x - 3), 1.5 - Math.Abs(x - 2), 1.5 - Math.Abs(x - 1));
    }
}
