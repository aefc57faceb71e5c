using Salience.Decomposition;
using static TorchSharp.torch;

namespace Salience.PostProcessing;

/// <summary>The Gaussian blur that makes a map as smooth as another one: the control for comparing a fine map with a coarse, enlarged one.</summary>
/// <remarks>
/// <para>
/// Maps are seen in the cosine basis (DCT-II, mirrored edges), coefficient c at frequency <c>ω = (πk/H, πl/W)</c>. The <em>width</em> of a map without its mean is
/// <c>ℓ = (Σ |ω|² c² / Σ c²)^(−½)</c>, in pixels: the inverse root of the mean squared frequency, which is the curvature of the map's autocorrelation at lag 0.
/// White noise blurred with a Gaussian of deviation σ has the width σ, where σ is some pixels and small against the map.
/// </para>
/// <para>
/// A blur of deviation σ multiplies c by <c>exp(−σ²|ω|²/2)</c>; the width grows strictly with σ, so one σ gives the wanted width. A map that is as wide already is left as it
/// is: blurring cannot sharpen. The blur keeps the mean of a map, hence its sum.
/// </para>
/// </remarks>
public static class BlurMatch
{
    /// <summary>Halvings of the interval in which σ lies: far below the rounding of a map.</summary>
    private const int Halvings = 60;

    /// <summary>The width ℓ of each map; infinity where a map is constant.</summary>
    /// <param name="maps"><c>(N, 1, H, W)</c>.</param>
    public static IReadOnlyList<double> Widths(Tensor maps)
    {
        using var scope = NewDisposeScope();
        var squares = Squares(maps);
        return [.. squares.Energy.Select(energy => 1 / Math.Sqrt(MeanSquare(squares.Frequency, energy, 0)))];
    }

    /// <summary>The deviation, in pixels, with which each map becomes as wide as the one beside it.</summary>
    /// <param name="maps">Maps to be blurred, <c>(N, 1, H, W)</c>.</param>
    /// <param name="like">Maps whose width is wanted, of the same shape.</param>
    /// <returns>σ for each image; 0 where the map is as wide already, or one of the two is constant.</returns>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static IReadOnlyList<double> Deviations(Tensor maps, Tensor like)
    {
        ArgumentNullException.ThrowIfNull(maps);
        ArgumentNullException.ThrowIfNull(like);
        if (!maps.shape.SequenceEqual(like.shape) || maps.dim() != 4 || maps.shape[1] != 1)
            throw new ArgumentException($"Expected two batches of maps (N, 1, H, W) of one shape, got ({string.Join(", ", maps.shape)}) and ({string.Join(", ", like.shape)}).");
        using var scope = NewDisposeScope();
        var (frequency, energies) = Squares(maps);
        var widths = Widths(like);
        return [.. energies.Select((energy, i) => Deviation(frequency, energy, 1 / (widths[i] * widths[i]), 4 * Math.Max(maps.shape[2], maps.shape[3])))];
    }

    /// <summary>Blurs each map.</summary>
    /// <param name="maps"><c>(N, 1, H, W)</c>.</param>
    /// <param name="deviations">σ in pixels for each; 0 for none.</param>
    /// <returns>Maps of the same shape and type, disposed by the caller.</returns>
    public static Tensor Blur(Tensor maps, IReadOnlyList<double> deviations)
    {
        ArgumentNullException.ThrowIfNull(maps);
        ArgumentNullException.ThrowIfNull(deviations);
        if (maps.dim() != 4 || deviations.Count != maps.shape[0])
            throw new ArgumentException($"{deviations.Count} deviations do not fit maps ({string.Join(", ", maps.shape)}): give one for each.", nameof(deviations));
        using var scope = NewDisposeScope();
        var (rows, columns) = (Cosines(maps.shape[2]), Cosines(maps.shape[3]));
        var coefficients = rows.matmul(maps.to_type(ScalarType.Float64)).matmul(columns.t());
        var variance = tensor(deviations.Select(d => d * d).ToArray()).view(-1, 1, 1, 1);
        var blurred = coefficients * (variance * Frequencies(maps.shape[2], maps.shape[3]) * -0.5).exp();
        return rows.t().matmul(blurred).matmul(columns).to_type(maps.dtype).MoveToOuterDisposeScope();
    }

    private static double Deviation(double[] frequency, double[] energy, double wanted, double most)
    {
        // A constant map has no width to be matched (NaN), a constant model none to match (0).
        if (!(MeanSquare(frequency, energy, 0) > wanted) || wanted == 0)
            return 0;
        var (low, high) = (0.0, most);
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (low + high) / 2;
            if (MeanSquare(frequency, energy, middle) > wanted)
                low = middle;
            else
                high = middle;
        }

        return high;
    }

    /// <summary>The mean of |ω|² weighted by the energy after a blur of that deviation. Weights are relative to the lowest frequency present: they never all vanish.</summary>
    private static double MeanSquare(double[] frequency, double[] energy, double deviation)
    {
        var lowest = double.PositiveInfinity;
        for (var i = 1; i < energy.Length; i++)
            lowest = energy[i] > 0 ? Math.Min(lowest, frequency[i]) : lowest;
        var (sum, total) = (0.0, 0.0);
        for (var i = 1; i < energy.Length; i++)
        {
            if (energy[i] == 0)
                continue;
            var weight = energy[i] * Math.Exp(-deviation * deviation * (frequency[i] - lowest));
            (sum, total) = (sum + weight * frequency[i], total + weight);
        }

        return total > 0 ? sum / total : 0;
    }

    /// <summary>|ω|² of every coefficient, and c² of every map; the first coefficient is the mean. What rounding leaves of a constant map counts as nothing.</summary>
    private static (double[] Frequency, IReadOnlyList<double[]> Energy) Squares(Tensor maps)
    {
        var coefficients = Cosines(maps.shape[2]).matmul(maps.to_type(ScalarType.Float64)).matmul(Cosines(maps.shape[3]).t());
        var energies = Enumerable.Range(0, (int)maps.shape[0]).Select(i => PerImage.Values(coefficients[i].square().reshape(-1))).ToList();
        foreach (var energy in energies)
        {
            var noise = energy.Sum() * 1e-28;
            for (var i = 0; i < energy.Length; i++)
                energy[i] = energy[i] > noise ? energy[i] : 0;
        }

        return (PerImage.Values(Frequencies(maps.shape[2], maps.shape[3]).reshape(-1)), energies);
    }

    private static Tensor Frequencies(long height, long width)
    {
        var rows = arange(height, ScalarType.Float64) * (Math.PI / height);
        var columns = arange(width, ScalarType.Float64) * (Math.PI / width);
        return rows.square().unsqueeze(1) + columns.square();
    }

    /// <summary>The orthonormal DCT-II as a matrix.</summary>
    private static Tensor Cosines(long size)
    {
        var matrix = new double[size, size];
        for (var k = 0; k < size; k++)
        {
            for (var i = 0; i < size; i++)
                matrix[k, i] = Math.Sqrt((k == 0 ? 1.0 : 2.0) / size) * Math.Cos(Math.PI * k * (i + 0.5) / size);
        }

        // In memory of libtorch: products of matrices round differently with the alignment of managed memory, which changes from call to call.
        return tensor(matrix).clone();
    }
}
