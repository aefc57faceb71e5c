using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments.Perturbation;

/// <summary>Linear imputation: every removed pixel is the weighted mean of its neighbours, removed ones included (Rong et al. 2022).</summary>
/// <remarks>
/// Weights are 1/6 for the four direct and 1/12 for the four diagonal neighbours, divided by their sum at the border. For the removed pixels M that is the linear
/// system <c>d_p v_p − Σ_{q ∈ M} w_pq v_q = Σ_{q ∉ M} w_pq x_q</c>, symmetric and positive definite as long as a pixel is left; it is solved by
/// conjugate gradients, begun with a coarse-to-fine filling, to a residual of <see cref="Tolerance"/> of the right-hand side.
/// </remarks>
internal static class NeighbourImputation
{
    /// <summary>Residual at which the solution counts, far below the noise that is added to it.</summary>
    public const double Tolerance = 1e-4;

    private const int MostSteps = 1000;

    /// <summary>Fills the removed pixels of one picture.</summary>
    /// <param name="image"><c>(C, H, W)</c>.</param>
    /// <param name="removed"><c>(H, W)</c>, Boolean.</param>
    /// <returns><c>(C, H, W)</c>: the picture with imputed pixels.</returns>
    public static Tensor Fill(Tensor image, Tensor removed)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var x = image.unsqueeze(1);
        var inside = removed.to_type(image.dtype).reshape(1, 1, image.shape[1], image.shape[2]);
        var outside = 1 - inside;
        var kernel = tensor(new[] { 1.0 / 12, 1.0 / 6, 1.0 / 12, 1.0 / 6, 0, 1.0 / 6, 1.0 / 12, 1.0 / 6, 1.0 / 12 }).to_type(image.dtype).reshape(1, 1, 3, 3);
        Tensor Neighbours(Tensor t) => nn.functional.conv2d(t, kernel, padding: [1, 1]);
        var weights = Neighbours(ones_like(outside));
        var right = inside * Neighbours(outside * x);
        var solution = inside * CoarseToFine(outside * x, outside.expand_as(x));
        var residual = inside * (right - weights * solution + Neighbours(solution));
        var direction = residual;
        var square = Sum(residual * residual);
        var wanted = Sum(right * right) * (Tolerance * Tolerance);
        for (var step = 0; step < MostSteps && (square > wanted).any().item<bool>(); step++)
        {
            using var pass = NewDisposeScope();
            var applied = inside * (weights * direction - Neighbours(direction));
            var along = Sum(direction * applied);
            var rate = where(along > 0, square / along, zeros_like(along));
            solution = (solution + rate * direction).MoveToOuterDisposeScope();
            residual = (residual - rate * applied).MoveToOuterDisposeScope();
            var next = Sum(residual * residual);
            direction = (residual + where(square > 0, next / square, zeros_like(next)) * direction).MoveToOuterDisposeScope();
            square = next.MoveToOuterDisposeScope();
        }

        return (outside * x + solution).squeeze(1).MoveToOuterDisposeScope();
    }

    /// <summary>Unknown places get the mean of the known ones in the smallest block of 2ⁿ × 2ⁿ pixels that has one.</summary>
    private static Tensor CoarseToFine(Tensor sums, Tensor known)
    {
        var filled = where(known > 0, sums / known, zeros_like(sums));
        if (sums.shape[2] * sums.shape[3] == 1 || (known > 0).all().item<bool>())
            return filled;
        Tensor Half(Tensor t) => nn.functional.avg_pool2d(t, [2, 2], ceil_mode: true);
        var coarse = CoarseToFine(Half(sums), Half(known));
        var fine = nn.functional.interpolate(coarse, [sums.shape[2], sums.shape[3]], mode: InterpolationMode.Nearest);
        return where(known > 0, filled, fine);
    }

    private static Tensor Sum(Tensor t) => t.sum([1, 2, 3], keepdim: true);
}
