namespace Salience.Imaging.ColorMaps;

/// <summary>Black to white.</summary>
internal sealed class Grey : IColorMap
{
    public string Name => "grey";

    public bool IsDiverging => false;

    public Rgb At(double position)
    {
        double x = Math.Clamp(position, 0, 1);
        return Rgb.FromUnit(x, x, x);
    }
}
