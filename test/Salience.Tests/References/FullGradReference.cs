using Salience.Decomposition;
using Salience.PostProcessing;
using static TorchSharp.torch;

namespace Salience.Tests.References;

/// <summary>FullGrad maps as the formulas say it: every channel of every term is made positive, rescaled and upsampled by itself, then summed. In double.</summary>
internal static class FullGradReference
{
    /// <summary>The maps <c>[image][row, column]</c> of a decomposition of <c>(N, C, H, W)</c> pictures.</summary>
    public static double[][,] Maps(FullGradientResult result, Preset preset)
    {
        var size = result.InputTerm.shape;
        var maps = Enumerable.Range(0, (int)size[0]).Select(_ => new double[size[2], size[3]]).ToArray();
        AddTerm(maps, Values(result.InputTerm), preset);
        foreach (var term in result.Terms.Where(t => t.Gradient.dim() == 4 && IsDrawn(t.Term, preset)))
        {
            using var product = term.Product();
            AddTerm(maps, Values(product), preset);
        }

        return preset.Map.Scale == ScaleRule.MinMax ? maps.Select(m => Rescaled(m, preset.Map.Epsilon)).ToArray() : maps;
    }

    /// <summary>Adds one term <c>[image, channel, row, column]</c> to the maps.</summary>
    public static void AddTerm(double[][,] maps, double[,,,] term, Preset preset)
    {
        for (var n = 0; n < maps.Length; n++)
        {
            var channels = Enumerable.Range(0, term.GetLength(1)).Select(c => Channel(term, n, c, preset.Map.Sign)).ToList();
            var (low, high) = (channels.Min(Lowest), channels.Max(Highest));
            foreach (var channel in channels)
            {
                var (min, max) = preset.Map.Rescale == RescaleRule.PerChannel ? (Lowest(channel), Highest(channel)) : (low, high);
                var shown = preset.Map.Rescale == RescaleRule.None ? channel : Map(channel, v => Ratio(v - min, max - min + preset.Map.Epsilon));
                Add(maps[n], Upsampled(shown, maps[n].GetLength(0), maps[n].GetLength(1), preset.Map.Upsampling == UpsamplingRule.BilinearAligned));
            }
        }
    }

    /// <summary>A tensor's values.</summary>
    public static double[,,,] Values(Tensor tensor)
    {
        using var flat = tensor.detach().to_type(ScalarType.Float64).contiguous();
        var (values, shape) = (flat.data<double>().ToArray(), flat.shape);
        var result = new double[shape[0], shape[1], shape[2], shape[3]];
        Buffer.BlockCopy(values, 0, result, 0, values.Length * sizeof(double));
        return result;
    }

    private static bool IsDrawn(BiasTerm term, Preset preset) => !preset.ExplicitOnly || term.Operator is "Conv" or "BatchNormalization";

    private static double[,] Channel(double[,,,] term, int n, int c, SignRule sign)
    {
        var channel = new double[term.GetLength(2), term.GetLength(3)];
        for (var i = 0; i < channel.GetLength(0); i++)
        {
            for (var j = 0; j < channel.GetLength(1); j++)
                channel[i, j] = sign == SignRule.Absolute ? Math.Abs(term[n, c, i, j]) : term[n, c, i, j];
        }

        return channel;
    }

    /// <summary>Bilinear interpolation: aligned corners put the outer samples on the edge, else samples are centres of pixels.</summary>
    private static double[,] Upsampled(double[,] map, int height, int width, bool alignCorners)
    {
        var (h, w) = (map.GetLength(0), map.GetLength(1));
        var result = new double[height, width];
        for (var i = 0; i < height; i++)
        {
            for (var j = 0; j < width; j++)
            {
                var (y, x) = (Source(i, h, height, alignCorners), Source(j, w, width, alignCorners));
                var (top, left) = ((int)y, (int)x);
                var (bottom, right) = (Math.Min(top + 1, h - 1), Math.Min(left + 1, w - 1));
                var (dy, dx) = (y - top, x - left);
                result[i, j] = (1 - dy) * ((1 - dx) * map[top, left] + dx * map[top, right]) + dy * ((1 - dx) * map[bottom, left] + dx * map[bottom, right]);
            }
        }

        return result;
    }

    private static double Source(int position, int from, int to, bool alignCorners) =>
        alignCorners ? to == 1 ? 0 : position * (from - 1.0) / (to - 1) : Math.Max(0, (position + 0.5) * from / to - 0.5);

    private static double[,] Rescaled(double[,] map, double epsilon)
    {
        var low = Lowest(map);
        var high = Highest(map) - low;
        return Map(map, v => (v - low) / (high + epsilon));
    }

    private static double Ratio(double value, double range) => range > 0 ? value / range : 0;

    private static double Lowest(double[,] map) => map.Cast<double>().Min();

    private static double Highest(double[,] map) => map.Cast<double>().Max();

    private static double[,] Map(double[,] map, Func<double, double> function)
    {
        var result = new double[map.GetLength(0), map.GetLength(1)];
        for (var i = 0; i < map.GetLength(0); i++)
        {
            for (var j = 0; j < map.GetLength(1); j++)
                result[i, j] = function(map[i, j]);
        }

        return result;
    }

    private static void Add(double[,] map, double[,] other)
    {
        for (var i = 0; i < map.GetLength(0); i++)
        {
            for (var j = 0; j < map.GetLength(1); j++)
                map[i, j] += other[i, j];
        }
    }
}
