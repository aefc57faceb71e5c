using Salience.Evaluation.Training;

namespace Salience.Tests.Evaluation.Training;

public class TrainingSettingsTests
{
    public static TheoryData<string, Func<object>> Mistakes => new()
    {
        { "Epochs is 0; it must be at least 1", () => new TrainingSettings { Epochs = 0 } },
        { "BatchSize is -1", () => new TrainingSettings { BatchSize = -1 } },
        { "EvaluationBatchSize is 0", () => new TrainingSettings { EvaluationBatchSize = 0 } },
        { "LearningRate is 0; it must be a number above 0", () => new TrainingSettings { LearningRate = 0 } },
        { "LearningRate is Infinity", () => new TrainingSettings { LearningRate = double.PositiveInfinity } },
        { "Momentum is 1; it must be at least 0 and below 1", () => new TrainingSettings { Momentum = 1 } },
        { "Beta1 is NaN", () => new TrainingSettings { Beta1 = double.NaN } },
        { "Beta2 is 1", () => new TrainingSettings { Beta2 = 1 } },
        { "Epsilon is 0", () => new TrainingSettings { Epsilon = 0 } },
        { "WeightDecay is -0.1; it must be 0 or more", () => new TrainingSettings { WeightDecay = -0.1 } },
        { "LabelSmoothing is 1", () => new TrainingSettings { LabelSmoothing = 1 } },
        { "ClipNorm is 0", () => new TrainingSettings { ClipNorm = 0 } },
        { "CropPadding is -2", () => new TrainingSettings { CropPadding = -2 } },
        { "StatisticsMomentum is 2", () => new TrainingSettings { StatisticsMomentum = 2 } },
        { "Epochs is -3", () => new TrainingSettings() with { Epochs = -3 } },
        { "CheckpointSteps is 0", () => new TrainingRun { CheckpointSteps = 0 } },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_value_out_of_range_is_named_with_what_is_possible(string message, Func<object> make) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(make).Message, StringComparison.Ordinal);
}
