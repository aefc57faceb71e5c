using Salience.Imaging;

namespace Salience.Cli.Records;

/// <summary>Which value of the map got which end of the colours in the picture.</summary>
/// <param name="Low">The value at the low end.</param>
/// <param name="High">The value at the high end.</param>
/// <param name="Percentile">The percentile of the values (of their sizes, for a map with a sign) at the high end.</param>
/// <param name="Clipped">Share of the values beyond the ends.</param>
internal sealed record ScaleRecord(double Low, double High, double Percentile, double Clipped)
{
    /// <summary>The scale of a picture.</summary>
    public static ScaleRecord Of(HeatScale scale) => new(scale.Low, scale.High, scale.Percentile, scale.ClippedShare);
}
