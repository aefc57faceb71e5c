namespace Salience.Imaging.ColorMaps;

/// <summary>Turns a position in [0, 1] into a colour.</summary>
public interface IColorMap
{
    /// <summary>The name by which <see cref="ColorMap.Named"/> finds it.</summary>
    string Name { get; }

    /// <summary>Whether the middle is a neutral colour, for maps with a sign.</summary>
    bool IsDiverging { get; }

    /// <summary>The colour at a position; positions outside [0, 1] take the colour of the nearer end.</summary>
    /// <param name="position">The position; never NaN: what has no value is left unpainted by the caller.</param>
    Rgb At(double position);
}
