using Salience.Cli.Failures;
using Salience.Imaging;
using Salience.Imaging.ColorMaps;

namespace Salience.Cli.Explaining;

/// <summary>How maps are painted, from what the command line says.</summary>
internal static class PaintOptions
{
    /// <summary>The settings; what is not given is the library's choice.</summary>
    /// <param name="colors">Name of the colour map.</param>
    /// <param name="opacity">How much of the picture the map hides.</param>
    /// <param name="percentile">The percentile that gets the strongest colour.</param>
    /// <param name="signed">Whether colours must tell positive from negative.</param>
    /// <exception cref="UsageException">There is no such colour map, it has no middle where one is needed, or the percentile is 0.</exception>
    public static OverlaySettings Read(string? colors, double? opacity, double? percentile, bool signed)
    {
        if (percentile is 0)
            throw new UsageException("--percentile 0 leaves nothing between the ends of the scale; give a number above 0.");
        var map = Parse(colors) ?? (signed ? ColorMap.Diverging : null);
        if (signed && !map!.IsDiverging)
        {
            var diverging = string.Join(", ", ColorMap.All.Where(m => m.IsDiverging).Select(m => m.Name));
            throw new UsageException($"--colormap {colors} does not tell positive from negative, as --positive-negative asks; leave it out or give {diverging}.");
        }

        return new OverlaySettings(map, opacity, percentile);
    }

    private static IColorMap? Parse(string? name)
    {
        try
        {
            return name is null ? null : ColorMap.Named(name);
        }
        catch (ArgumentException failure)
        {
            throw new UsageException($"--colormap: {KnownFailure.Describe(failure)}");
        }
    }
}
