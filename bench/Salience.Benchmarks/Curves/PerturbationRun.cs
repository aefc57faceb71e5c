using System.Globalization;
using Salience.Evaluation.Experiments;
using Salience.Evaluation.Maps;
using Salience.Evaluation.Runs;

namespace Salience.Benchmarks.Curves;

/// <summary>Whole runs of pixel perturbation, from the data set to the report, as a child process measures their memory.</summary>
internal sealed class PerturbationRun : IDisposable
{
    private const string Prefix = "perturbation:";

    private readonly ExperimentBench _bench;
    private readonly MapSource _method;
    private readonly int _batch;

    /// <summary>Makes network and pictures.</summary>
    /// <param name="network">The network's name.</param>
    /// <param name="batch">Pictures in a pass, and in a chunk.</param>
    /// <param name="pictures">Most pictures of a run.</param>
    public PerturbationRun(string network, int batch, int pictures)
    {
        (_bench, _batch) = (new ExperimentBench(network, batch, pictures), batch);
        _method = MapSources.Create("saliency", _bench.Network, batch);
    }

    /// <summary>The name of a run over so many pictures.</summary>
    public static string Pass(int pictures) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{pictures}");

    /// <summary>How many pictures the run of that name has; <see langword="null"/> for another pass.</summary>
    public static int? Pictures(string pass) =>
        pass.StartsWith(Prefix, StringComparison.Ordinal) ? int.Parse(pass.AsSpan(Prefix.Length), CultureInfo.InvariantCulture) : null;

    /// <summary>Runs the experiment over the first pictures, in a folder that is then deleted.</summary>
    public void Execute(int pictures)
    {
        var folder = Directory.CreateTempSubdirectory("salience-");
        try
        {
            var experiment = new PixelPerturbation(new PixelPerturbationSettings("least", "zero,road"));
            using var run = ExperimentRun.Open(folder.FullName, experiment, _bench.Subject, [_method], new RunSettings(pictures, Chunk: _batch, Batch: _batch));
            run.Execute();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public void Dispose()
    {
        _method.Dispose();
        _bench.Dispose();
    }
}
