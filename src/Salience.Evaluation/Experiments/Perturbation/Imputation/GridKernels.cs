using System.Numerics;
using System.Runtime.InteropServices;

namespace Salience.Evaluation.Experiments.Perturbation.Imputation;

/// <summary>What is done with the numbers of one grid, run by run.</summary>
internal static class GridKernels
{
    /// <summary><c>solution = damping · D⁻¹ · right</c>: a step of Jacobi's method from 0.</summary>
    public static void Begin<T>(GridLevel<T> level, T damping)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (right, inverse, solution) = (level.Right, level.Inverse, level.Solution);
        foreach (var run in CollectionsMarshal.AsSpan(level.Runs))
        {
            var start = level.At(run.Row, run.First);
            for (var at = start; at < start + run.Length; at += Vector<T>.Count)
                (new Vector<T>(inverse, at) * new Vector<T>(right, at) * damping).CopyTo(solution, at);
        }
    }

    /// <summary><c>solution += damping · D⁻¹ · residual</c>; returns <c>⟨right, solution⟩</c>.</summary>
    public static T Improve<T>(GridLevel<T> level, T damping)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (right, inverse, solution, residual) = (level.Right, level.Inverse, level.Solution, level.Residual);
        var sum = Vector<T>.Zero;
        foreach (var run in CollectionsMarshal.AsSpan(level.Runs))
        {
            var start = level.At(run.Row, run.First);
            for (var at = start; at < start + run.Length; at += Vector<T>.Count)
            {
                var value = new Vector<T>(solution, at) + new Vector<T>(inverse, at) * new Vector<T>(residual, at) * damping;
                value.CopyTo(solution, at);
                sum += value * new Vector<T>(right, at);
            }
        }

        return Vector.Sum(sum);
    }
}
