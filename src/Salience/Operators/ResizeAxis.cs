namespace Salience.Operators;

/// <summary>The resampling of one axis: which input positions make an output position, and with what weights.</summary>
/// <param name="Settings">Kernel and mapping.</param>
/// <param name="Input">Positions of the input.</param>
/// <param name="Output">Positions of the output.</param>
/// <param name="Scale">Output over input, as the model states it.</param>
/// <param name="Length">Output size before rounding.</param>
/// <param name="RegionStart">First coordinate of the region for <see cref="CoordinateMapping.CropAndResize"/>, a fraction of the input.</param>
/// <param name="RegionEnd">Last coordinate of that region.</param>
internal sealed record ResizeAxis(ResizeSettings Settings, long Input, long Output, double Scale, double Length, double RegionStart, double RegionEnd)
{
    /// <summary>Whether every position stays where it is.</summary>
    public bool IsIdentity => Input == Output && Scale == 1 && (Settings.Mapping != CoordinateMapping.CropAndResize || (RegionStart == 0 && RegionEnd == 1));

    /// <summary>The coordinate on the input of an output position.</summary>
    public double Coordinate(long position) => Settings.Mapping switch
    {
        CoordinateMapping.AlignCorners => Length == 1 ? 0 : position * (Input - 1) / (Length - 1),
        CoordinateMapping.Asymmetric => position / Scale,
        CoordinateMapping.HalfPixelForNearest => (position + 0.5) / Scale,
        CoordinateMapping.PyTorchHalfPixel when Output == 1 => 0,
        CoordinateMapping.HalfPixelSymmetric => Input / 2.0 * (1 - Output / Length) + (position + 0.5) / Scale - 0.5,
        CoordinateMapping.CropAndResize => RegionStart * (Input - 1)
            + (Length == 1 ? (RegionEnd - RegionStart) * (Input - 1) / 2 : position * (RegionEnd - RegionStart) * (Input - 1) / (Length - 1)),
        _ => (position + 0.5) / Scale - 0.5,
    };

    /// <summary>Whether an output position takes the extrapolation value.</summary>
    public bool IsOutside(long position) =>
        Settings.Mapping == CoordinateMapping.CropAndResize && (Coordinate(position) < 0 || Coordinate(position) > Input - 1);

    /// <summary>For every output position the nearest input position.</summary>
    public long[] NearestPositions()
    {
        var positions = new long[Output];
        for (var i = 0L; i < Output; i++)
        {
            var x = Coordinate(i);
            var nearest = Settings.Nearest switch
            {
                NearestRule.RoundPreferFloor => Math.Ceiling(x - 0.5),
                NearestRule.RoundPreferCeil => Math.Floor(x + 0.5),
                NearestRule.Ceil => Math.Ceiling(x),
                NearestRule.FloorOrCeilByScale when Scale < 1 => Math.Ceiling(x),
                _ => Math.Floor(x),
            };
            positions[i] = Math.Clamp((long)nearest, 0, Input - 1);
        }

        return positions;
    }

    /// <summary>The matrix <c>(out, in)</c>, row-major, of a linear or cubic resampling; positions outside have a zero row.</summary>
    public double[] Weights()
    {
        var matrix = new double[Output * Input];
        // The kernel reaches one or two input positions, divided by the scale when it is widened against aliasing.
        var stretch = Settings.Antialias ? Math.Min(Scale, 1) : 1;
        var first = (int)Math.Floor(-(Settings.Interpolation == InterpolationKind.Linear ? 1 : 2) / stretch) + 1;
        var weights = new double[2 - 2 * first];
        for (var i = 0L; i < Output; i++)
        {
            if (IsOutside(i))
                continue;
            var x = Coordinate(i);
            // A coordinate on an element counts as the upper end of the interval below it.
            var below = (long)Math.Ceiling(x) - 1;
            var sum = 0.0;
            for (var t = 0; t < weights.Length; t++)
            {
                var position = below + first + t;
                var excluded = Settings.ExcludeOutside && (position < 0 || position >= Input);
                weights[t] = excluded ? 0 : Kernel((position - x) * stretch);
                sum += weights[t];
            }

            for (var t = 0; t < weights.Length; t++)
                matrix[i * Input + Math.Clamp(below + first + t, 0, Input - 1)] += weights[t] / sum;
        }

        return matrix;
    }

    private double Kernel(double distance)
    {
        var (d, a) = (Math.Abs(distance), Settings.CubicCoefficient);
        if (Settings.Interpolation == InterpolationKind.Linear)
            return Math.Max(0, 1 - d);
        return d switch
        {
            <= 1 => ((a + 2) * d - (a + 3)) * d * d + 1,
            < 2 => ((a * d - 5 * a) * d + 8 * a) * d - 4 * a,
            _ => 0,
        };
    }
}
