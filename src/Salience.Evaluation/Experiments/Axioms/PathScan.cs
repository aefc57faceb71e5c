using Salience.Evaluation.MapSimilarity;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments.Axioms;

/// <summary>Finds the largest jump of maps along the straight way from one picture to another, and what the output does there.</summary>
/// <param name="Map">Change of the map between two ends of the last interval, over the mean of the map along the way: ‖S_b − S_a‖₁ / mean ‖S‖₁.</param>
/// <param name="Output">The same of the output.</param>
internal readonly record struct PathScan(double Map, double Output)
{
    /// <summary>Divides the way into equal steps, takes the one in which the map changes most, and halves it, always keeping the half with more change.</summary>
    /// <remarks>What remains of a continuous map goes to 0 with the interval; what remains is the jump.</remarks>
    /// <param name="at">Given a place on the way from 0 to 1 for each item: maps <c>(N, 1, H, W)</c> in the current dispose scope, and outputs.</param>
    /// <param name="items">N.</param>
    /// <param name="steps">Equal steps at first.</param>
    /// <param name="halvings">How often an interval is halved.</param>
    public static PathScan[] Run(Func<double[], (Tensor Maps, double[] Outputs)> at, int items, int steps, int halvings)
    {
        using var scope = NewDisposeScope();
        var grid = Enumerable.Range(0, steps + 1).Select(k => at([.. Enumerable.Repeat((double)k / steps, items)])).ToList();
        var changes = grid.Zip(grid.Skip(1), (a, b) => MapDistance.Norm(b.Maps - a.Maps)).ToList();
        int[] worst = [.. Enumerable.Range(0, items).Select(i => Enumerable.Range(0, steps).MaxBy(k => changes[k][i]))];
        var norms = grid.Select(g => MapDistance.Norm(g.Maps)).ToList();
        double[] low = [.. worst.Select(k => (double)k / steps)], high = [.. worst.Select(k => (k + 1.0) / steps)];
        var (lowMaps, highMaps) = (Choose(worst), Choose([.. worst.Select(k => k + 1)]));
        double[] lowOutputs = [.. worst.Select((k, i) => grid[k].Outputs[i])], highOutputs = [.. worst.Select((k, i) => grid[k + 1].Outputs[i])];
        for (var step = 0; step < halvings; step++)
        {
            double[] middle = [.. low.Zip(high, (a, b) => (a + b) / 2)];
            var (maps, outputs) = at(middle);
            var (before, behind) = (MapDistance.Norm(maps - lowMaps), MapDistance.Norm(highMaps - maps));
            bool[] first = [.. before.Zip(behind, (a, b) => a >= b)];
            using var takeFirst = tensor(first).view(-1, 1, 1, 1);
            (lowMaps, highMaps) = (where(takeFirst, lowMaps, maps), where(takeFirst, maps, highMaps));
            for (var i = 0; i < items; i++)
            {
                if (first[i])
                    (high[i], highOutputs[i]) = (middle[i], outputs[i]);
                else
                    (low[i], lowOutputs[i]) = (middle[i], outputs[i]);
            }
        }

        var jumps = MapDistance.Norm(highMaps - lowMaps);
        return [.. Enumerable.Range(0, items).Select(i => new PathScan(
            Over(jumps[i], norms.Average(n => n[i])), Over(Math.Abs(highOutputs[i] - lowOutputs[i]), grid.Average(g => Math.Abs(g.Outputs[i])))))];

        Tensor Choose(int[] places) => cat([.. places.Select((k, i) => grid[k].Maps.narrow(0, i, 1))]);
    }

    private static double Over(double change, double size) => size == 0 ? 0 : change / size;
}
