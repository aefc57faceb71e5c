using Salience.Evaluation.Datasets;
using Salience.Evaluation.Subjects;
using Salience.Networks;
using Salience.Tests.Evaluation.Training;

namespace Salience.Tests.Evaluation.Experiments.LabelPermutation;

/// <summary>Pictures of bars to train on and to measure.</summary>
internal static class BarSubject
{
    /// <summary>90 pictures to train on.</summary>
    public static BarDataset Train { get; } = new(90, 1);

    /// <summary>12 pictures to measure.</summary>
    public static BarDataset Test { get; } = new(12, 2);

    /// <summary>The pictures with a network whose form is trained.</summary>
    public static EvaluationSubject Of(Network network, ImageDataset? train = null) => new(
        new EvaluationModel(network, "net", "00"), new EvaluationData(Test, Test.Normalization, Training: new Lazy<ImageDataset>(train ?? Train)));
}
