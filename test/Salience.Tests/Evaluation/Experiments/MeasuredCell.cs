using Salience.Evaluation.Datasets;
using Salience.Evaluation.Experiments;
using Salience.Evaluation.Maps;
using Salience.Evaluation.Subjects;
using Salience.Networks;

namespace Salience.Tests.Evaluation.Experiments;

/// <summary>Measures a single cell of an experiment.</summary>
internal static class MeasuredCell
{
    /// <summary>A subject over a network and pictures.</summary>
    public static EvaluationSubject Subject(Network network, ImageDataset images) =>
        EvaluationSubject.Match(new EvaluationModel(network, "network", "none"), new EvaluationData(images, images.Normalization));

    /// <summary>The figures of a part and method for the first items.</summary>
    public static IReadOnlyDictionary<string, double[]> Of(Experiment experiment, EvaluationSubject subject, string part, string method, int limit = 4, int batch = 16, long seed = 0)
    {
        using var source = MapSources.Create(method, subject.Model.Network, batch);
        return Of(experiment, subject, part, source, limit, batch, seed);
    }

    /// <summary>The figures of a part and any maps for the first items.</summary>
    public static IReadOnlyDictionary<string, double[]> Of(Experiment experiment, EvaluationSubject subject, string part, MapSource maps, int limit = 4, int batch = 16, long seed = 0)
    {
        var condition = experiment.Parts(subject).First(p => p.Name == part);
        var items = experiment.Items(subject, condition, limit);
        return ExperimentCells.Measure(experiment, subject, condition, maps, [.. items], batch, seed);
    }
}
