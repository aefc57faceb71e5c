namespace Salience.Evaluation.Experiments.Perturbation.Imputation;

/// <summary>Two symmetric tridiagonal matrices of a line of pixels, of which the system of a whole picture is made: <c>A = K_y ⊗ M_x + M_y ⊗ K_x</c>.</summary>
/// <remarks>
/// On pixels <c>K</c> has 1 for each neighbour on the diagonal and −1 beside it, <c>M</c> has 4/24 + 1/24 for each neighbour and 1/24 beside it. Their sum of products has −1/6
/// for direct and −1/12 for diagonal neighbours, on the diagonal the sum of the weights that there are, at the border as inside.
/// </remarks>
internal sealed class LineStencil
{
    private LineStencil((double[] Diagonal, double[] Side) stiffness, (double[] Diagonal, double[] Side) mass) => (Stiffness, Mass) = (stiffness, mass);

    /// <summary>Number of places.</summary>
    public int Length => Stiffness.Diagonal.Length;

    /// <summary>K: its diagonal, and what stands between a place and the next one.</summary>
    public (double[] Diagonal, double[] Side) Stiffness { get; }

    /// <summary>M: likewise.</summary>
    public (double[] Diagonal, double[] Side) Mass { get; }

    /// <summary>The matrices of a line of pixels.</summary>
    public static LineStencil OfPixels(int length)
    {
        double Neighbours(int x) => (x > 0 ? 1 : 0) + (x < length - 1 ? 1 : 0);
        var (stiffness, mass) = (new double[length], new double[length]);
        for (var x = 0; x < length; x++)
            (stiffness[x], mass[x]) = (Neighbours(x), (4 + Neighbours(x)) / 24);
        return new LineStencil((stiffness, Sides(length, -1)), (mass, Sides(length, 1.0 / 24)));
    }

    /// <summary>The matrices for a line of half as many places, between which values are interpolated linearly: <c>Pᵀ K P</c>, <c>Pᵀ M P</c>.</summary>
    /// <remarks>Coarse place X stands on fine place 2X; where the length is even, the last fine place takes the value of the one before it.</remarks>
    public LineStencil Coarser() => new(Coarser(Stiffness), Coarser(Mass));

    private static double[] Sides(int length, double value)
    {
        var sides = new double[length];
        Array.Fill(sides, value, 0, length - 1);
        return sides;
    }

    private static (double[] Diagonal, double[] Side) Coarser((double[] Diagonal, double[] Side) fine)
    {
        var length = (fine.Diagonal.Length + 1) / 2;
        var (diagonal, side) = (new double[length], new double[length]);
        for (var x = 0; x < length; x++)
            (diagonal[x], side[x]) = (Product(fine, 2 * x, 2 * x), x + 1 < length ? Product(fine, 2 * x, 2 * x + 2) : 0);
        return (diagonal, side);
    }

    /// <summary>The matrix between the hat functions 1/2, 1, 1/2 about two places; the last one is 1/2, 1, 1 where the length is even.</summary>
    private static double Product((double[] Diagonal, double[] Side) matrix, int first, int second)
    {
        double Weight(int centre, int step) => step == 0 || step == 1 && centre + 2 == matrix.Diagonal.Length ? 1 : 0.5;
        var sum = 0.0;
        for (var i = -1; i <= 1; i++)
        {
            for (var j = -1; j <= 1; j++)
                sum += Weight(first, i) * Weight(second, j) * Entry(matrix, first + i, second + j);
        }

        return sum;
    }

    private static double Entry((double[] Diagonal, double[] Side) matrix, int row, int column)
    {
        var (low, high) = (Math.Min(row, column), Math.Max(row, column));
        return low < 0 || high >= matrix.Diagonal.Length || high - low > 1 ? 0 : low == high ? matrix.Diagonal[low] : matrix.Side[low];
    }
}
