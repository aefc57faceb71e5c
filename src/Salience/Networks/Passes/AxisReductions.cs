using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Networks.Passes;

/// <summary>Reductions that files spell out: <c>ln Σ eˣ</c> and <c>√Σ x²</c>.</summary>
internal static class AxisReductions
{
    /// <summary>Both reductions over all axes that lead from one shape to the other.</summary>
    public static IEnumerable<Identification> Candidates(long[] entry, long[] exit)
    {
        for (var subset = 1; subset < 1 << entry.Length; subset++)
        {
            var axes = Enumerable.Range(0, entry.Length).Where(d => (subset >> d & 1) == 1).ToList();
            var kept = exit.Length == entry.Length;
            var shape = entry.Select((s, d) => axes.Contains(d) ? kept ? 1 : -1 : s).Where(s => s >= 0);
            if (!shape.SequenceEqual(exit) || kept && axes.Any(d => entry[d] == 1))
                continue;
            yield return new(new ReduceLogSumExp(kept), "ReduceLogSumExp", [("axes", Numbers(axes, entry.Length))]);
            yield return new(new ReduceL2(kept), "ReduceL2", [("axes", Numbers(axes, entry.Length))]);
        }
    }

    private static Tensor Numbers(List<int> axes, int rank) => tensor(axes.Select(a => (long)a - rank).ToArray(), ScalarType.Int64);
}
