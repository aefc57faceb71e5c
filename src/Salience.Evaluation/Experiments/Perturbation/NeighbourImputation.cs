using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.InteropServices;
using Salience.Evaluation.Experiments.Perturbation.Imputation;
using Salience.PostProcessing;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments.Perturbation;

/// <summary>Linear imputation: every removed pixel is the weighted mean of its neighbours, removed ones included (Rong et al. 2022).</summary>
/// <remarks>
/// Weights are 1/6 for the four direct and 1/12 for the four diagonal neighbours, divided by their sum at the border. For the removed pixels M that is the linear
/// system <c>d_p v_p − Σ_{q ∈ M} w_pq v_q = Σ_{q ∉ M} w_pq x_q</c>, symmetric and positive definite as long as a pixel is left; it is solved to a residual of
/// <see cref="Tolerance"/> of the right-hand side, each channel of each picture by itself (<see cref="ImputationSolver{T}"/>).
/// </remarks>
internal static class NeighbourImputation
{
    /// <summary>Residual at which the solution counts, far below the noise that is added to it.</summary>
    public const double Tolerance = 1e-4;

    /// <summary>Fills the removed pixels of pictures. No result depends on the others, or on the number of threads.</summary>
    /// <param name="images"><c>(N, C, H, W)</c>.</param>
    /// <param name="removed"><c>(N, F, 1, H, W)</c>, Boolean: F masks of each picture.</param>
    /// <param name="cancellation">Ends the work between two masks.</param>
    /// <returns><c>(N, F, C, H, W)</c>: the pictures with imputed pixels.</returns>
    public static Tensor FillAll(Tensor images, Tensor removed, CancellationToken cancellation = default)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var filled = images.dtype == ScalarType.Float64
            ? Fill<double>(images.contiguous(), removed.contiguous(), cancellation)
            : Fill<float>(images.to_type(ScalarType.Float32).contiguous(), removed.contiguous(), cancellation);
        return filled.to_type(images.dtype).MoveToOuterDisposeScope();
    }

    private static Tensor Fill<T>(Tensor images, Tensor removed, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (count, masks, channels) = ((int)images.shape[0], (int)removed.shape[1], (int)images.shape[1]);
        var (height, width) = ((int)images.shape[2], (int)images.shape[3]);
        var area = height * width;
        var filled = empty([count, masks, channels, height, width], images.dtype);
        var solvers = new ConcurrentBag<ImputationSolver<T>>();
        // Masks usually remove more and more: the longest work is handed out first.
        SharedThreads.Run(count * masks, get_num_threads(), i =>
        {
            if (cancellation.IsCancellationRequested)
                return;
            var at = count * masks - 1 - i;
            if (!solvers.TryTake(out var solver))
                solver = new ImputationSolver<T>(height, width);
            solver.Remove(MemoryMarshal.Cast<byte, bool>(removed.bytes).Slice(at * area, area));
            for (var c = 0; c < channels; c++)
            {
                solver.Fill(
                    MemoryMarshal.Cast<byte, T>(images.bytes).Slice((at / masks * channels + c) * area, area), T.CreateChecked(Tolerance),
                    MemoryMarshal.Cast<byte, T>(filled.bytes).Slice((at * channels + c) * area, area));
            }

            solvers.Add(solver);
        });
        cancellation.ThrowIfCancellationRequested();
        return filled;
    }
}
