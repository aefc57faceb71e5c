using Salience.Decomposition;
using Salience.Evaluation.Experiments;
using Salience.Evaluation.Experiments.Robustness;
using Salience.Evaluation.Maps;
using Salience.Evaluation.Randomness;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Experiments.Robustness;

/// <summary>The metrics by their definitions: picture by picture and pixel by pixel, sharing only the draw of squares and orders.</summary>
internal sealed class RobustnessReference
{
    private const int Side = 64;
    private readonly Network _network;
    private readonly int _item;
    private readonly int _class;
    private readonly double[] _picture;
    private readonly double[] _map;

    public RobustnessReference(Network network, MapSource method, int item)
    {
        using var scope = NewDisposeScope();
        using var chunk = new ItemChunk(ExperimentCells.Subject(network), [item], 1);
        (_network, _item, _class) = (network, item, chunk.Predicted[0]);
        _picture = chunk.Images.data<double>().ToArray();
        _map = method.Map(new MapRequest(chunk.Images, Target.Class(_class), [item], CancellationToken.None)).data<double>().ToArray();
    }

    public double Infidelity(int squares)
    {
        using var masks = SquareMasks.Draw(squares, Side, Side, new RandomStream(0, _item, 1));
        var inside = masks.data<bool>().ToArray();
        var (told, lost) = (new double[squares], new double[squares]);
        for (var k = 0; k < squares; k++)
        {
            var set = Enumerable.Range(0, Side * Side).Where(p => inside[k * Side * Side + p]).ToHashSet();
            (told[k], lost[k]) = (set.Sum(p => _map[p]), Drop(set));
        }

        var (both, squared) = (told.Zip(lost, (s, d) => s * d).Sum(), told.Sum(s => s * s));
        var scale = Math.Max(0, both / squared);
        return told.Zip(lost, (s, d) => (scale * s - d) * (scale * s - d)).Sum() / lost.Sum(d => d * d);
    }

    public double[] SensitivityN(int subsets)
    {
        using var drawn = PixelOrders.Draw(subsets, Side * Side, new RandomStream(0, _item, 2));
        var orders = drawn.data<long>().ToArray().Chunk(Side * Side).ToList();
        return [.. new[] { 0.02, 0.05, 0.1, 0.2, 0.4, 0.7 }.Select(share =>
        {
            var sets = orders.Select(o => o.Take((int)Math.Round(share * Side * Side)).Select(p => (int)p).ToHashSet()).ToList();
            return Correlation([.. sets.Select(set => set.Sum(p => _map[p]))], [.. sets.Select(Drop)]);
        })];
    }


    private static double Correlation(double[] a, double[] b)
    {
        var (meanA, meanB) = (a.Average(), b.Average());
        return a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Sum() / Math.Sqrt(a.Sum(x => (x - meanA) * (x - meanA)) * b.Sum(y => (y - meanB) * (y - meanB)));
    }

    private double Drop(HashSet<int> removed) => Output(_picture) - Output([.. _picture.Select((v, p) => removed.Contains(p % (Side * Side)) ? 0 : v)]);

    private double Output(double[] picture)
    {
        using var scope = NewDisposeScope();
        return _network.Run(tensor(picture, [1, 3, Side, Side]))[0, _class].item<double>();
    }
}
