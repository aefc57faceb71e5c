using Salience.Decomposition;
using Salience.Evaluation.Experiments;
using Salience.Evaluation.Maps;
using static TorchSharp.torch;

namespace Salience.Benchmarks.Curves;

/// <summary>Pixel perturbation with maps that are given, and as many bare forward passes.</summary>
internal sealed class CurveWorkload : IDisposable
{
    /// <summary>What replaces pixels.</summary>
    public static IReadOnlyList<string> Replacements { get; } = ["zero", "mean", "blur", "road"];

    private readonly PixelPerturbation _experiment = new(new PixelPerturbationSettings("least", string.Join(',', Replacements)));
    private readonly ExperimentBench _bench;
    private readonly Tensor _maps, _copies;
    private readonly GivenMaps _method;
    private readonly int _batch;

    public CurveWorkload(string network, int batch, int pictures)
    {
        (_bench, _batch) = (new ExperimentBench(network, batch, pictures), batch);
        using var blobs = MapSources.Create("blobs", _bench.Network);
        _maps = blobs.Map(new MapRequest(_bench.Chunk.Images, Target.ArgMax, _bench.Chunk.Items, CancellationToken.None)).DetachFromDisposeScope();
        _method = new GivenMaps(_maps);
        var shares = _experiment.Metrics.Max(m => m.Points);
        _copies = _bench.Chunk.Images.repeat_interleave(shares, 0).DetachFromDisposeScope();
    }

    /// <summary>A cell of the experiment: ranks, masks, replacement, forward passes, figures.</summary>
    public void Perturb(string replacement) => _bench.Measure(_experiment, $"least-{replacement}", _method);

    /// <summary>As many pictures through the network, a batch at a time.</summary>
    public void Forward()
    {
        using var quiet = no_grad();
        for (var first = 0L; first < _copies.shape[0]; first += _batch)
        {
            using var scope = NewDisposeScope();
            _bench.Network.Run(_copies.narrow(0, first, Math.Min(_batch, _copies.shape[0] - first)));
        }
    }

    public void Dispose()
    {
        _copies.Dispose();
        _method.Dispose();
        _maps.Dispose();
        _bench.Dispose();
    }
}
