using Salience.Evaluation.Datasets;
using Salience.Evaluation.Experiments;
using Salience.Evaluation.Glyphs;
using Salience.Evaluation.Maps;
using Salience.Evaluation.Subjects;
using Salience.Networks;

namespace Salience.Tests.Evaluation.Experiments;

/// <summary>Measures single cells of experiments, on Glyphs scenes unless a subject is given.</summary>
internal static class ExperimentCells
{
    /// <summary>A few scenes, <c>(3, 64, 64)</c>.</summary>
    public static GlyphDataset Scenes { get; } = new(new GlyphSettings(6, Split: Split.Test), 11, keep: true);

    /// <summary>The scenes with a network.</summary>
    public static EvaluationSubject Subject(Network network) => new(new EvaluationModel(network, "net", "00"), new EvaluationData(Scenes, Scenes.Normalization));

    /// <summary>The figures of one cell by name of the metric.</summary>
    public static IReadOnlyDictionary<string, double[]> Measure(Experiment experiment, Network network, ExperimentPart part, MapSource? method, int[] items, int batch = 16, long seed = 0) =>
        Measure(experiment, Subject(network), part, method, items, batch, seed);

    /// <summary>The figures of one cell of any subject.</summary>
    public static IReadOnlyDictionary<string, double[]> Measure(Experiment experiment, EvaluationSubject subject, ExperimentPart part, MapSource? method, int[] items, int batch, long seed)
    {
        using var chunk = new ItemChunk(subject, items, batch);
        using var shelf = new Shelf();
        using var run = new Shelf();
        using var scope = TorchSharp.torch.NewDisposeScope();
        var figures = new CellFigures(items.Length);
        experiment.Measure(new CellRequest(subject, part, method, chunk, shelf, run, new CellOptions(seed, batch, CancellationToken.None)), figures);
        return figures.Values;
    }

    /// <summary>The figures of one cell of a method by its name.</summary>
    public static IReadOnlyDictionary<string, double[]> Measure(Experiment experiment, Network network, ExperimentPart part, string method, int[] items, int batch = 16, long seed = 0)
    {
        using var source = MapSources.Create(method, network, batch);
        return Measure(experiment, network, part, source, items, batch, seed);
    }
}
