using Salience.Benchmarks.Training;
using Salience.Evaluation.Datasets;
using Salience.Evaluation.Experiments;
using Salience.Evaluation.Maps;
using Salience.Evaluation.Subjects;
using Salience.Networks;

namespace Salience.Benchmarks.Curves;

/// <summary>A network with pictures of noise and what a run shares between the methods of a chunk: the pictures and their outputs.</summary>
internal sealed class ExperimentBench : IDisposable
{
    private readonly CellOptions _options;
    private readonly Shelf _run = new();

    public ExperimentBench(string network, int batch, int pictures)
    {
        Network = Architectures.Build(network);
        var shape = Architectures.Pictures(Network, pictures);
        var data = new NoiseDataset(new ImageShape((int)shape[1], (int)shape[2], (int)shape[3]), pictures);
        Subject = new EvaluationSubject(new EvaluationModel(Network, network, string.Empty), new EvaluationData(data, data.Normalization));
        Chunk = new ItemChunk(Subject, [.. Enumerable.Range(0, pictures)], batch);
        _options = new CellOptions(0, batch, CancellationToken.None);
    }

    public Network Network { get; }

    public EvaluationSubject Subject { get; }

    public ItemChunk Chunk { get; }

    /// <summary>Measures a cell of a method that no other part has been measured of.</summary>
    public void Measure(Experiment experiment, string part, MapSource method)
    {
        using var shelf = new Shelf();
        using var scope = TorchSharp.torch.NewDisposeScope();
        var chosen = experiment.Parts(Subject).Single(p => p.Name == part);
        experiment.Measure(new CellRequest(Subject, chosen, method, Chunk, shelf, _run, _options), new CellFigures(Chunk.Count));
    }

    public void Dispose()
    {
        _run.Dispose();
        Chunk.Dispose();
        Network.Dispose();
    }
}
