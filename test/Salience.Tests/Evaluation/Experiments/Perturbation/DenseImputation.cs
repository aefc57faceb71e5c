namespace Salience.Tests.Evaluation.Experiments.Perturbation;

/// <summary>Linear imputation by the letter: the system of one channel written out in full and solved by elimination, in double.</summary>
internal static class DenseImputation
{
    /// <summary>The channel with imputed pixels; at least one pixel is left.</summary>
    public static double[] Fill(double[] pixels, bool[] removed, int height, int width)
    {
        var unknown = Enumerable.Range(0, pixels.Length).Where(p => removed[p]).ToArray();
        var place = unknown.Select((p, i) => (p, i)).ToDictionary(e => e.p, e => e.i);
        var (matrix, right) = (new double[unknown.Length, unknown.Length], new double[unknown.Length]);
        foreach (var (p, i) in place)
        {
            foreach (var (q, weight) in Neighbours(p, height, width))
            {
                matrix[i, i] += weight;
                if (removed[q])
                    matrix[i, place[q]] -= weight;
                else
                    right[i] += weight * pixels[q];
            }
        }

        var solution = Eliminate(matrix, right);
        return [.. pixels.Select((value, p) => removed[p] ? solution[place[p]] : value)];
    }

    /// <summary>Norm of what is left of the right-hand side, as a share of the right-hand side's.</summary>
    public static double Residual(double[] filled, bool[] removed, int height, int width)
    {
        var (left, whole) = (0.0, 0.0);
        for (var p = 0; p < filled.Length; p++)
        {
            if (!removed[p])
                continue;
            var neighbours = Neighbours(p, height, width).ToList();
            left += Math.Pow(neighbours.Sum(n => n.Weight * (filled[n.Pixel] - filled[p])), 2);
            whole += Math.Pow(neighbours.Where(n => !removed[n.Pixel]).Sum(n => n.Weight * filled[n.Pixel]), 2);
        }

        return Math.Sqrt(left / whole);
    }

    private static IEnumerable<(int Pixel, double Weight)> Neighbours(int pixel, int height, int width)
    {
        for (var dy = -1; dy <= 1; dy++)
        {
            for (var dx = -1; dx <= 1; dx++)
            {
                var (y, x) = (pixel / width + dy, pixel % width + dx);
                if ((dy, dx) != (0, 0) && y >= 0 && x >= 0 && y < height && x < width)
                    yield return (y * width + x, dy == 0 || dx == 0 ? 1.0 / 6 : 1.0 / 12);
            }
        }
    }

    /// <summary>Gauss without pivoting: the matrix is positive definite.</summary>
    private static double[] Eliminate(double[,] matrix, double[] right)
    {
        var n = right.Length;
        for (var k = 0; k < n; k++)
        {
            for (var i = k + 1; i < n; i++)
            {
                var factor = matrix[i, k] / matrix[k, k];
                if (factor == 0)
                    continue;
                for (var j = k; j < n; j++)
                    matrix[i, j] -= factor * matrix[k, j];
                right[i] -= factor * right[k];
            }
        }

        for (var i = n - 1; i >= 0; i--)
        {
            for (var j = i + 1; j < n; j++)
                right[i] -= matrix[i, j] * right[j];
            right[i] /= matrix[i, i];
        }

        return right;
    }
}
