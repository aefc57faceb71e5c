using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using TorchSharp;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Salience.Evaluation.MapSimilarity;

/// <summary>Histograms of oriented gradients of a map (HOG, Dalal and Triggs 2005), as a vector for comparisons.</summary>
/// <remarks>
/// Central differences, zero on the border; nine orientations over 180°; each pixel of a cell counts with its magnitude for the orientation it
/// falls in; blocks of 3 × 3 cells (of all, where there are fewer) normalised by L2-Hys: <c>v/√(‖v‖² + ε²)</c>, cut at 0.2, once more, ε = 10⁻⁵. The
/// conventions are those of scikit-image's <c>hog</c>.
/// </remarks>
public static class OrientedGradients
{
    /// <summary>Side of a cell in the sanity checks of Adebayo et al. 2018.</summary>
    public const int DefaultCell = 16;

    private const int Orientations = 9;
    private const int BlockSide = 3;
    private const double Epsilon = 1e-5;
    private const double Cut = 0.2;

    // The eight borders between the orientations.
    private static readonly Vector256<double> LowCosines = Borders(1, Math.Cos), LowSines = Borders(1, Math.Sin);
    private static readonly Vector256<double> HighCosines = Borders(5, Math.Cos), HighSines = Borders(5, Math.Sin);

    /// <summary>The descriptor of each map.</summary>
    /// <param name="maps"><c>(N, 1, H, W)</c>.</param>
    /// <param name="cell">Side of a cell in pixels; at least one cell fits.</param>
    /// <returns>For each map its blocks row by row, in each the cells row by row, in each the nine orientations.</returns>
    /// <exception cref="ArgumentException">A tensor of another form, or no cell fits.</exception>
    public static IReadOnlyList<double[]> Of(Tensor maps, int cell = DefaultCell)
    {
        MapShapes.Require(maps);
        ArgumentOutOfRangeException.ThrowIfLessThan(cell, 1);
        var (height, width) = ((int)maps.shape[2], (int)maps.shape[3]);
        if (Math.Min(height, width) < cell)
            throw new ArgumentException($"No cell of {cell}×{cell} pixels fits a map of {height}×{width}; use a smaller cell.", nameof(cell));
        using var scope = NewDisposeScope();
        var values = maps.detach().to_type(ScalarType.Float64).contiguous().data<double>().ToArray();
        return [.. Enumerable.Range(0, (int)maps.shape[0]).Select(n => Of(values.AsSpan(n * height * width, height * width), height, width, cell))];
    }

    /// <summary>The descriptor of a map, row by row.</summary>
    internal static double[] Of(ReadOnlySpan<double> map, int height, int width, int cell)
    {
        var (rows, columns) = (height / cell, width / cell);
        var histograms = new double[rows * columns * Orientations];
        for (var y = 0; y < rows * cell; y++)
        {
            for (var column = 0; column < columns; column++)
            {
                var histogram = histograms.AsSpan((y / cell * columns + column) * Orientations, Orientations);
                for (var x = column * cell; x < (column + 1) * cell; x++)
                {
                    var dy = y > 0 && y < height - 1 ? map[(y + 1) * width + x] - map[(y - 1) * width + x] : 0;
                    var dx = x > 0 && x < width - 1 ? map[y * width + x + 1] - map[y * width + x - 1] : 0;
                    histogram[Orientation(dy, dx)] += Math.Sqrt(dx * dx + dy * dy);
                }
            }
        }

        TensorPrimitives.Divide(histograms, cell * cell, histograms);
        return Blocks(histograms, rows, columns);
    }

    /// <summary>The twenty-degree interval [20i, 20(i + 1)) of the direction, modulo 180°.</summary>
    private static int Orientation(double dy, double dx)
    {
        if (dy < 0 || dy == 0 && dx < 0)
            (dy, dx) = (-dy, -dx);
        // Left of a border, or on it: its cross product with the direction is not negative.
        var (y, x) = (Vector256.Create(dy), Vector256.Create(dx));
        var low = Vector256.GreaterThanOrEqual(y * LowCosines, x * LowSines).ExtractMostSignificantBits();
        var high = Vector256.GreaterThanOrEqual(y * HighCosines, x * HighSines).ExtractMostSignificantBits();
        return BitOperations.PopCount(low) + BitOperations.PopCount(high);
    }

    private static Vector256<double> Borders(int first, Func<double, double> function) =>
        Vector256.Create([.. Enumerable.Range(first, Vector256<double>.Count).Select(i => function(i * Math.PI / Orientations))]);

    private static double[] Blocks(double[] histograms, int rows, int columns)
    {
        var (blockRows, blockColumns) = (Math.Min(BlockSide, rows), Math.Min(BlockSide, columns));
        var descriptor = new List<double>();
        for (var top = 0; top + blockRows <= rows; top++)
        {
            for (var left = 0; left + blockColumns <= columns; left++)
            {
                var block = new List<double>();
                for (var row = top; row < top + blockRows; row++)
                    block.AddRange(histograms.AsSpan((row * columns + left) * Orientations, blockColumns * Orientations));
                descriptor.AddRange(Normalized(Normalized(block).Select(v => Math.Min(v, Cut)).ToList()));
            }
        }

        return [.. descriptor];
    }

    private static IEnumerable<double> Normalized(List<double> block)
    {
        var norm = Math.Sqrt(block.Sum(v => v * v) + Epsilon * Epsilon);
        return block.Select(v => v / norm);
    }
}
