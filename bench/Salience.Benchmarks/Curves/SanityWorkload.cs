using Salience.Decomposition;
using Salience.Evaluation.Experiments.SanityChecks;
using Salience.Evaluation.Maps;
using Salience.Evaluation.Randomization;
using Salience.Networks;

namespace Salience.Benchmarks.Curves;

/// <summary>A cell of the sanity checks, layers made random from the output on, and the explanations that it needs.</summary>
/// <remarks>Networks are drawn beforehand: once for a run, however many pictures it has, where all of them together are below 512 MB.</remarks>
internal sealed class SanityWorkload : IDisposable
{
    private readonly SanityCheckExperiment _experiment = new();
    private readonly ExperimentBench _bench;
    private readonly MapSource _method;
    private readonly List<Network> _networks = [];

    public SanityWorkload(string network, string method, int batch, int pictures)
    {
        _bench = new ExperimentBench(network, batch, pictures);
        _method = MapSources.Create(method, _bench.Network, batch);
        var stages = RandomizationStage.Of(RandomizableLayer.Of(_bench.Network), RandomizationOrder.TopDown);
        var points = new SanityCheckSettings().Stages;
        // The experiment's own choice, without those that are the same again.
        foreach (var stage in Enumerable.Range(1, points).Select(k => (k * stages.Count + points - 1) / points - 1).Distinct())
            _networks.Add(NetworkRandomizer.Apply(_bench.Network, stages[stage].Layers, 0));
    }

    /// <summary>The cell: the trained network's map, those of the random ones, and how alike they are.</summary>
    public void Check() => _bench.Measure(_experiment, "top-down", _method);

    /// <summary>The same maps.</summary>
    public void Explain()
    {
        Explain(_method);
        foreach (var network in _networks)
        {
            using var method = _method.On(network);
            Explain(method);
        }
    }

    public void Dispose()
    {
        _method.Dispose();
        _networks.ForEach(n => n.Dispose());
        _bench.Dispose();
    }

    private void Explain(MapSource method) =>
        method.Map(new MapRequest(_bench.Chunk.Images, Target.Classes([.. _bench.Chunk.Predicted]), _bench.Chunk.Items, CancellationToken.None)).Dispose();
}
