using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Salience.Evaluation.Experiments.Perturbation.Imputation;

/// <summary>The system of a grid, applied on its runs: <c>into = right − A·values</c>, or <c>−A·values</c> without a right-hand side.</summary>
/// <remarks>Values are 0 but at unknown places (or the known pixels); results at known places mean nothing, those behind the end of a row are 0.</remarks>
internal static class GridOperator
{
    /// <summary>On pixels, where all that is not on the diagonal is −1/6 or −1/12.</summary>
    public static void OnPixels<T>(GridLevel<T> level, T[]? right, T[] values, T[] into)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref var v = ref MemoryMarshal.GetArrayDataReference(values);
        ref var output = ref MemoryMarshal.GetArrayDataReference(into);
        // Diagonal and twelfth are 0 behind the end of a row.
        ref var diagonal = ref MemoryMarshal.GetArrayDataReference(level.Diagonal);
        ref var twelfth = ref MemoryMarshal.GetArrayDataReference(level.Columns.Twelfth);
        ref var from = ref right is null ? ref Unsafe.NullRef<T>() : ref MemoryMarshal.GetArrayDataReference(right);
        var stride = level.Stride;
        foreach (var run in CollectionsMarshal.AsSpan(level.Runs))
        {
            var start = level.At(run.Row, run.First);
            for (var i = 0; i < run.Length; i += Vector<T>.Count)
            {
                var at = start + i;
                var direct = Load(ref v, at - stride) + Load(ref v, at + stride) + (Load(ref v, at - 1) + Load(ref v, at + 1));
                var slanted = Load(ref v, at - stride - 1) + Load(ref v, at - stride + 1) + (Load(ref v, at + stride - 1) + Load(ref v, at + stride + 1));
                var sum = (direct + direct + slanted) * Load(ref twelfth, run.First + i) - Load(ref diagonal, at) * Load(ref v, at);
                (right is null ? sum : Load(ref from, at) + sum).StoreUnsafe(ref output, (nuint)at);
            }
        }
    }

    /// <summary>On a coarse grid, with the matrices along rows and columns.</summary>
    public static void OnCoarse<T>(GridLevel<T> level, T[] right, T[] values, T[] into)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (rows, columns, stride) = (level.Rows, level.Columns, level.Stride);
        ref var v = ref MemoryMarshal.GetArrayDataReference(values);
        foreach (var run in CollectionsMarshal.AsSpan(level.Runs))
        {
            var (y, start) = (run.Row, level.At(run.Row, run.First));
            var (k, kBefore, kAfter) = (new Vector<T>(rows.Stiffness[y]), new Vector<T>(rows.StiffnessBefore[y]), new Vector<T>(rows.StiffnessAfter[y]));
            var (m, mBefore, mAfter) = (new Vector<T>(rows.Mass[y]), new Vector<T>(rows.MassBefore[y]), new Vector<T>(rows.MassAfter[y]));
            for (var i = 0; i < run.Length; i += Vector<T>.Count)
            {
                var (at, x) = (start + i, run.First + i);
                var (up, here, down) = (Load(ref v, at - stride - 1), Load(ref v, at - 1), Load(ref v, at + stride - 1));
                var sum = new Vector<T>(columns.MassBefore, x) * (kBefore * up + k * here + kAfter * down)
                    + new Vector<T>(columns.StiffnessBefore, x) * (mBefore * up + m * here + mAfter * down);
                (up, here, down) = (Load(ref v, at - stride), Load(ref v, at), Load(ref v, at + stride));
                sum += new Vector<T>(columns.Mass, x) * (kBefore * up + k * here + kAfter * down)
                    + new Vector<T>(columns.Stiffness, x) * (mBefore * up + m * here + mAfter * down);
                (up, here, down) = (Load(ref v, at - stride + 1), Load(ref v, at + 1), Load(ref v, at + stride + 1));
                sum += new Vector<T>(columns.MassAfter, x) * (kBefore * up + k * here + kAfter * down)
                    + new Vector<T>(columns.StiffnessAfter, x) * (mBefore * up + m * here + mAfter * down);
                (new Vector<T>(right, at) - sum).CopyTo(into, at);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Load<T>(ref T values, int at)
        where T : unmanaged => Vector.LoadUnsafe(ref values, (nuint)at);
}
