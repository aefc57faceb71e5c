using Salience.Evaluation.Experiments.Perturbation.Imputation;

namespace Salience.Tests.Evaluation.Experiments.Perturbation.Imputation;

public sealed class LineStencilTests
{
    private const double Rounding = 1e-14;

    [Theory]
    [InlineData(1, 4)]
    [InlineData(2, 2)]
    [InlineData(5, 4)]
    public void The_products_of_a_row_and_a_column_are_the_system_of_a_picture(int height, int width)
    {
        var (rows, columns) = (LineStencil.OfPixels(height), LineStencil.OfPixels(width));
        for (var p = 0; p < height * width; p++)
        {
            for (var q = 0; q < height * width; q++)
            {
                var ((y, x), (v, u)) = ((p / width, p % width), (q / width, q % width));
                var found = Entry(rows.Stiffness, y, v) * Entry(columns.Mass, x, u) + Entry(rows.Mass, y, v) * Entry(columns.Stiffness, x, u);
                Assert.Equal(p == q ? -Enumerable.Range(0, height * width).Where(o => o != p).Sum(o => Weight(y - o / width, x - o % width)) : Weight(y - v, x - u), found, Rounding);
            }
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(8)]
    public void Coarse_matrices_are_the_fine_ones_between_interpolated_values(int length)
    {
        var (fine, coarse) = (LineStencil.OfPixels(length), LineStencil.OfPixels(length).Coarser());
        double P(int x, int c) => x == 2 * c ? 1 : x == 2 * c + 1 && x == length - 1 ? 1 : Math.Abs(x - 2 * c) == 1 ? 0.5 : 0;
        for (var c = 0; c < coarse.Length; c++)
        {
            for (var d = 0; d < coarse.Length; d++)
            {
                double Product((double[], double[]) matrix) =>
                    Enumerable.Range(0, length).Sum(x => Enumerable.Range(0, length).Sum(y => P(x, c) * Entry(matrix, x, y) * P(y, d)));
                Assert.Equal(Product(fine.Stiffness), Entry(coarse.Stiffness, c, d), Rounding);
                Assert.Equal(Product(fine.Mass), Entry(coarse.Mass, c, d), Rounding);
            }
        }
    }

    private static double Weight(int dy, int dx) => (Math.Abs(dy), Math.Abs(dx)) switch
    {
        (0, 1) or (1, 0) => -1.0 / 6,
        (1, 1) => -1.0 / 12,
        _ => 0,
    };

    private static double Entry((double[] Diagonal, double[] Side) matrix, int row, int column) =>
        row == column ? matrix.Diagonal[row] : Math.Abs(row - column) == 1 ? matrix.Side[Math.Min(row, column)] : 0;
}
