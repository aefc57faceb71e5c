using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Evaluation.Subjects;

/// <summary>What an experiment is done on.</summary>
public sealed class EvaluationSubject
{
    private readonly EvaluationModel? _model;
    private readonly EvaluationData? _data;

    /// <summary>Names the subject.</summary>
    /// <param name="model">The network; <see langword="null"/> for experiments that bring their own.</param>
    /// <param name="data">The pictures; <see langword="null"/> for experiments that need none.</param>
    /// <param name="labelOffset">What is added to a label to get the network's output for it: 1 where output 0 is the background.</param>
    public EvaluationSubject(EvaluationModel? model, EvaluationData? data, int labelOffset = 0) => (_model, _data, LabelOffset) = (model, data, labelOffset);

    /// <summary>The network.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public EvaluationModel Model => _model ?? throw new InvalidOperationException("The experiment was given no network; declare ExperimentNeeds.Model.");

    /// <summary>The pictures.</summary>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    public EvaluationData Data => _data ?? throw new InvalidOperationException("The experiment was given no pictures; declare ExperimentNeeds.Images.");

    /// <summary>What is added to a label to get the network's output for it.</summary>
    public int LabelOffset { get; }

    /// <summary>Whether there is a network.</summary>
    public bool HasModel => _model is not null;

    /// <summary>Whether there are pictures.</summary>
    public bool HasData => _data is not null;

    /// <summary>The network's output for the true class of a picture.</summary>
    /// <param name="item">Number of the picture.</param>
    public int LabelOf(int item) => Data.Images.LabelOf(item) + LabelOffset;

    /// <summary>Runs the network on the first picture and finds how its outputs correspond to the classes of the pictures.</summary>
    /// <param name="model">The network.</param>
    /// <param name="data">The pictures.</param>
    /// <param name="labelOffset">What is added to a label; <see langword="null"/>: 0 where the numbers of classes agree, 1 where the network has one more.</param>
    /// <exception cref="InvalidDataException">The numbers of classes do not agree.</exception>
    /// <exception cref="ArgumentException">The pictures do not fit the network.</exception>
    public static EvaluationSubject Match(EvaluationModel model, EvaluationData data, int? labelOffset = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        using var scope = NewDisposeScope();
        var first = Datasets.ImageBatch.Read(data.Images, [0]).ToTensor(data.Normalization).to_type(model.Network.ComputeType);
        var (outputs, classes) = ((int)model.Run(first, 1).shape[1], data.Images.Classes.Count);
        var offset = labelOffset ?? outputs - classes;
        if (offset < 0 || offset + classes > outputs || labelOffset is null && offset > 1)
        {
            throw new InvalidDataException(
                $"{model.Name}: has {outputs} outputs but {data.Images.Name} has {classes} classes; give the data it was trained for (for pictures by WordNet id, the synset words of all its classes).");
        }

        return new EvaluationSubject(model, data, offset);
    }
}
