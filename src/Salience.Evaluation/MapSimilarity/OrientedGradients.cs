using System.Numerics;
using System.Numerics.Tensors;
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
    private static readonly double[] Cosines = Borders(Math.Cos), Sines = Borders(Math.Sin);

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
        // Rows of whole vectors: what is behind the last pixel stays 0 and is not counted.
        var whole = (width + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count;
        var (down, across, magnitudes, orientations) = (new double[whole], new double[whole], new double[whole], new double[whole]);
        for (var y = 0; y < rows * cell; y++)
        {
            if (y > 0 && y < height - 1)
                TensorPrimitives.Subtract(map.Slice((y + 1) * width, width), map.Slice((y - 1) * width, width), down);
            else
                Array.Clear(down);
            if (width > 2)
                TensorPrimitives.Subtract(map.Slice(y * width + 2, width - 2), map.Slice(y * width, width - 2), across.AsSpan(1, width - 2));
            Directions(down, across, magnitudes, orientations);
            for (var column = 0; column < columns; column++)
            {
                var histogram = histograms.AsSpan((y / cell * columns + column) * Orientations, Orientations);
                for (var x = column * cell; x < (column + 1) * cell; x++)
                    histogram[(int)orientations[x]] += magnitudes[x];
            }
        }

        TensorPrimitives.Divide(histograms, cell * cell, histograms);
        return Blocks(histograms, rows, columns);
    }

    /// <summary>Length of each gradient, and the twenty-degree interval [20i, 20(i + 1)) of its direction, modulo 180°.</summary>
    private static void Directions(double[] down, double[] across, double[] magnitudes, double[] orientations)
    {
        for (var i = 0; i < down.Length; i += Vector<double>.Count)
        {
            var (y, x) = (new Vector<double>(down, i), new Vector<double>(across, i));
            Vector.SquareRoot(x * x + y * y).CopyTo(magnitudes, i);
            var turned = Vector.LessThan(y, Vector<double>.Zero) | Vector.Equals(y, Vector<double>.Zero) & Vector.LessThan(x, Vector<double>.Zero);
            (y, x) = (Vector.ConditionalSelect(turned, -y, y), Vector.ConditionalSelect(turned, -x, x));
            // Left of a border, or on it: its cross product with the direction is not negative. A comparison that holds is −1.
            var left = Vector<long>.Zero;
            for (var border = 0; border < Cosines.Length; border++)
                left -= Vector.GreaterThanOrEqual(y * Cosines[border], x * Sines[border]);
            Vector.ConvertToDouble(left).CopyTo(orientations, i);
        }
    }

    private static double[] Borders(Func<double, double> function) => [.. Enumerable.Range(1, Orientations - 1).Select(i => function(i * Math.PI / Orientations))];

    private static double[] Blocks(double[] histograms, int rows, int columns)
    {
        var (blockRows, blockColumns) = (Math.Min(BlockSide, rows), Math.Min(BlockSide, columns));
        var (line, length) = (blockColumns * Orientations, blockRows * blockColumns * Orientations);
        var descriptor = new double[(rows - blockRows + 1) * (columns - blockColumns + 1) * length];
        var next = descriptor.AsSpan();
        for (var top = 0; top + blockRows <= rows; top++)
        {
            for (var left = 0; left + blockColumns <= columns; left++)
            {
                var block = next[..length];
                for (var row = 0; row < blockRows; row++)
                    histograms.AsSpan(((top + row) * columns + left) * Orientations, line).CopyTo(block[(row * line)..]);
                Normalize(block);
                TensorPrimitives.Min(block, Cut, block);
                Normalize(block);
                next = next[length..];
            }
        }

        return descriptor;
    }

    private static void Normalize(Span<double> block) =>
        TensorPrimitives.Divide(block, Math.Sqrt(TensorPrimitives.SumOfSquares<double>(block) + Epsilon * Epsilon), block);
}
