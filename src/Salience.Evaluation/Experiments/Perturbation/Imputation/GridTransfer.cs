using System.Numerics;
using System.Runtime.InteropServices;

namespace Salience.Evaluation.Experiments.Perturbation.Imputation;

/// <summary>Takes numbers from one grid to the next coarser one and back: bilinear interpolation and its transpose.</summary>
/// <remarks>Where a side is even, the last fine place takes the value of the one before it.</remarks>
internal static class GridTransfer
{
    /// <summary>The coarse right-hand side from the fine residual: <c>Pᵀ residual</c>, weights 1/4, 1/2, 1.</summary>
    public static void Restrict<T>(GridLevel<T> fine, GridLevel<T> coarse)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (half, step) = (T.CreateChecked(0.5), Vector<T>.Count);
        Span<T> line = stackalloc T[3 * Vector<T>.Count];
        foreach (var run in CollectionsMarshal.AsSpan(coarse.Runs))
        {
            var last = 2 * run.Row + 2 == fine.Height ? Vector<T>.One : new Vector<T>(half);
            for (var first = run.First; first < run.First + run.Length && first < coarse.Width; first += step)
            {
                // From the column before the first one's, 2·step + 1 columns are read; those behind the end of a row are zeros.
                var from = fine.At(2 * run.Row, 2 * first - 1);
                for (var i = 0; i <= 2 * step; i += step)
                {
                    var (up, here, down) = (new Vector<T>(fine.Residual, from - fine.Stride + i), new Vector<T>(fine.Residual, from + i), new Vector<T>(fine.Residual, from + fine.Stride + i));
                    (up * half + here + down * last).CopyTo(line[i..]);
                }

                var into = coarse.Right.AsSpan(coarse.At(run.Row, first), step);
                for (var x = 0; x < into.Length; x++)
                    into[x] = (line[2 * x] + line[2 * x + 2]) * half + line[2 * x + 1];
                if (fine.Width % 2 == 0 && first + step >= coarse.Width)
                    into[coarse.Width - 1 - first] += line[2 * (coarse.Width - first)] * half;
            }
        }
    }

    /// <summary>Adds the interpolated coarse solution to the fine one.</summary>
    public static void Add<T>(GridLevel<T> coarse, GridLevel<T> fine)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var half = T.CreateChecked(0.5);
        var expanded = fine.Expanded;
        foreach (var run in CollectionsMarshal.AsSpan(coarse.Runs))
        {
            var count = Math.Min(run.Length, coarse.Width - run.First);
            var from = coarse.Solution.AsSpan(coarse.At(run.Row, run.First), count + 1);
            var into = fine.At(run.Row, 2 * run.First);
            if (run.First > 0)
                expanded[into - 1] = from[0] * half;
            var line = expanded.AsSpan(into, Math.Min(2 * count, fine.Width - 2 * run.First));
            for (var x = 0; x + 1 < line.Length; x += 2)
                (line[x], line[x + 1]) = (from[x / 2], (from[x / 2] + from[x / 2 + 1]) * half);
            if (2 * run.First + line.Length == fine.Width)
                line[^1] = from[count - 1];
        }

        foreach (var run in CollectionsMarshal.AsSpan(fine.Runs))
        {
            var (above, at) = (fine.At(run.Row / 2, run.First), fine.At(run.Row, run.First));
            var below = run.Row % 2 == 0 || run.Row + 1 == fine.Height ? above : above + fine.Stride;
            for (var i = 0; i < run.Length; i += Vector<T>.Count)
                (new Vector<T>(fine.Solution, at + i) + (new Vector<T>(expanded, above + i) + new Vector<T>(expanded, below + i)) * half).CopyTo(fine.Solution, at + i);
        }
    }
}
