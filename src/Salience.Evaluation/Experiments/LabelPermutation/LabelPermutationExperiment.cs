using Salience.Attribution;
using Salience.Evaluation.Datasets;
using Salience.Evaluation.Experiments.Retraining;
using Salience.Evaluation.MapSimilarity;
using Salience.Evaluation.Metrics;
using Salience.Evaluation.Subjects;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments.LabelPermutation;

/// <summary>The data randomisation test: does a map change when the labels that the network learned meant nothing?</summary>
/// <remarks>
/// Three networks of the subject's form are trained from random weights in the same way: R0 on true labels, and from another start (initial weights and
/// order of the pictures) R1 on true and P on permuted labels. Maps of R0 are compared with those of P and of R1. R1 and P differ in their labels alone, so
/// that how much more R0's maps are like R1's than like P's is due to the labels; had P the start of R0, what weights keep of their start would
/// count for P and not for R1.
/// </remarks>
public sealed class LabelPermutationExperiment : Experiment
{
    private static readonly ExperimentPart Permuted = new("permuted-labels", "trained on true labels against trained on permuted labels");
    private static readonly ExperimentPart AnotherStart = new("another-start", "trained on true labels twice, from different starts", Reversed: true);

    private readonly LabelPermutationSettings _settings;
    private readonly RetrainingSettings _training;

    /// <summary>Prepares the experiment.</summary>
    /// <param name="settings">Options; the defaults where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    public LabelPermutationExperiment(LabelPermutationSettings? settings = null)
    {
        _settings = settings ?? new LabelPermutationSettings();
        if (_settings.Pictures < 1)
            throw new ArgumentException($"pictures={_settings.Pictures} is not possible; give at least 1.", nameof(settings));
        if (_settings.Fitted is not (>= 0 and <= 1))
            throw new ArgumentException($"fitted={_settings.Fitted} is not possible; give a share from 0 to 1.", nameof(settings));
        _training = new RetrainingSettings(_settings.Epochs, _settings.LearningRate, _settings.BatchSize);
        _training.With(seed: 0);
    }

    /// <summary>What the experiment is.</summary>
    public static ExperimentDescription About { get; } = new(
        "label-permutation",
        "Does a map change when the labels that the network learned meant nothing?",
        "Three networks of the given one's form are trained from random weights, with the same settings on the same pictures: one on true labels, and from another start (weights and order) one on true and one on permuted labels. Each test picture is explained for the class that the first predicts, on all three, and the first map is compared with the others. A map that is as like that of the network with permuted labels as that of the one with true labels does not show what labels taught.",
        "Adebayo et al. 2018, data randomisation test; the network trained again on true labels is ours",
        ExperimentNeeds.Model | ExperimentNeeds.Images | ExperimentNeeds.Methods | ExperimentNeeds.Training);

    /// <inheritdoc/>
    public override ExperimentDescription Description => About;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Settings => SettingsText.Write(_settings);

    /// <inheritdoc/>
    public override IReadOnlyList<Metric> Metrics => LabelPermutationMetrics.All;

    /// <inheritdoc/>
    public override IReadOnlyList<string> DefaultMethods { get; } =
        ["fullgrad", "fullgrad:preset=signed", "saliency", "input-x-gradient", "integrated-gradients:steps=16", "smoothgrad:samples=16", "grad-cam", "guided-backprop"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Controls { get; } = ["sobel"];

    /// <inheritdoc/>
    public override IReadOnlyList<ExperimentPart> Parts(EvaluationSubject subject) => [Permuted, AnotherStart];

    /// <inheritdoc/>
    public override ImageDataset TrainingPictures(EvaluationSubject subject, long seed) => RetrainedNetworks.Pictures(subject, _settings.Pictures, seed);

    /// <inheritdoc/>
    public override string? Refuses(EvaluationSubject subject) => RetrainedNetworks.Refuses(subject);

    /// <inheritdoc/>
    public override void Measure(CellRequest cell, CellFigures figures)
    {
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(figures);
        using var scope = NewDisposeScope();
        var reference = RetrainedNetworks.Get(cell, TrueLabels(cell, "true-labels", "true labels", cell.Seed));
        var again = RetrainedNetworks.Get(cell, TrueLabels(cell, "true-labels-again", "true labels from another start", Other(cell)));
        var permuted = RetrainedNetworks.Get(cell, PermutedLabels(cell));
        var isPermuted = cell.Part.Name == Permuted.Name;

        LabelPermutationMetrics.SetLikeness(figures, Compare(cell, reference, isPermuted ? permuted : again));
        if (isPermuted)
            LabelPermutationMetrics.SetDependence(figures, Compare(cell, reference, again), Compare(cell, reference, permuted));
        SetAccuracies(cell, figures, reference, isPermuted ? permuted : again);
    }

    private static long Other(CellRequest cell) => unchecked(cell.Seed + 1);

    private RetrainingPlan TrueLabels(CellRequest cell, string name, string title, long start) =>
        new(name, title, () => TrainingPictures(cell.Subject, cell.Seed), start, _training.With(start));

    private RetrainingPlan PermutedLabels(CellRequest cell) => new(
        "permuted-labels", "permuted labels", () => new PermutedLabels(TrainingPictures(cell.Subject, cell.Seed), cell.Seed), Other(cell), _training.With(Other(cell)));

    private static IReadOnlyList<MapComparison> Compare(CellRequest cell, RetrainedNetwork reference, RetrainedNetwork other)
    {
        var classes = Predicted(cell, reference);
        var ink = cell.Chunk.Keep("ink", () => PictureInk.Of(cell.Chunk.Pixels));
        return MapComparison.Of(cell.MapOn(reference.Network, reference.Name, classes), cell.MapOn(other.Network, other.Name, classes), ink);
    }

    private void SetAccuracies(CellRequest cell, CellFigures figures, RetrainedNetwork reference, RetrainedNetwork other)
    {
        var (of, ofOther) = (Predicted(cell, reference), Predicted(cell, other));
        for (var n = 0; n < cell.Chunk.Count; n++)
        {
            var label = cell.Subject.Data.Images.LabelOf(cell.Chunk.Items[n]);
            figures.Set(LabelPermutationMetrics.TrainingAccuracy, n, other.TrainingAccuracy);
            figures.Set(LabelPermutationMetrics.TestAccuracy, n, ofOther[n] == label ? 1 : 0);
            figures.Set(LabelPermutationMetrics.ReferenceTrainingAccuracy, n, reference.TrainingAccuracy);
            figures.Set(LabelPermutationMetrics.ReferenceTestAccuracy, n, of[n] == label ? 1 : 0);
            figures.Set(LabelPermutationMetrics.Fitted, n, Math.Min(reference.TrainingAccuracy, other.TrainingAccuracy) >= _settings.Fitted ? 1 : 0);
        }
    }

    private static int[] Predicted(CellRequest cell, RetrainedNetwork network)
    {
        using var scope = NewDisposeScope();
        return [.. RetrainedNetworks.Outputs(cell, network).argmax(1).data<long>().ToArray().Select(c => (int)c)];
    }
}
