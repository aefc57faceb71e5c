using System.Globalization;

namespace Salience.Evaluation.Training;

/// <summary>Everything that decides what a training does, apart from the network and the data.</summary>
/// <remarks>Values are checked when they are set: <see cref="ArgumentException"/> with the name, the value and what is possible.</remarks>
public sealed record TrainingSettings
{
    /// <summary>How often every picture is seen; at least 1.</summary>
    public int Epochs { get; init => field = AtLeastOne(value, nameof(Epochs)); } = 10;

    /// <summary>Pictures in a step; at least 1. A last batch with fewer is left out, unless it is the only one.</summary>
    public int BatchSize { get; init => field = AtLeastOne(value, nameof(BatchSize)); } = 128;

    /// <summary>Pictures in a batch of an evaluation; at least 1.</summary>
    public int EvaluationBatchSize { get; init => field = AtLeastOne(value, nameof(EvaluationBatchSize)); } = 256;

    /// <summary>How parameters follow their gradients.</summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Sgd;

    /// <summary>The largest learning rate, above 0; <see cref="Schedule"/> multiplies it.</summary>
    public double LearningRate { get; init => field = Check(value, value > 0, nameof(LearningRate), "a number above 0"); } = 0.05;

    /// <summary>The factor of the learning rate at each step.</summary>
    public LearningRateSchedule Schedule { get; init => field = value ?? throw new ArgumentNullException(nameof(Schedule)); } = LearningRateSchedule.Cosine();

    /// <summary>Momentum of SGD, at least 0 and below 1.</summary>
    public double Momentum { get; init => field = Check(value, value is >= 0 and < 1, nameof(Momentum), "at least 0 and below 1"); } = 0.9;

    /// <summary>Whether SGD looks ahead along its momentum (Nesterov).</summary>
    public bool Nesterov { get; init; }

    /// <summary>Decay of Adam's mean gradient, at least 0 and below 1.</summary>
    public double Beta1 { get; init => field = Check(value, value is >= 0 and < 1, nameof(Beta1), "at least 0 and below 1"); } = 0.9;

    /// <summary>Decay of Adam's mean squared gradient, at least 0 and below 1.</summary>
    public double Beta2 { get; init => field = Check(value, value is >= 0 and < 1, nameof(Beta2), "at least 0 and below 1"); } = 0.999;

    /// <summary>What Adam adds to the root of the mean squared gradient, above 0.</summary>
    public double Epsilon { get; init => field = Check(value, value > 0, nameof(Epsilon), "a number above 0"); } = 1e-8;

    /// <summary>λ: the gradient of a weight w grows by λ·w; 0 or more.</summary>
    public double WeightDecay { get; init => field = Check(value, value >= 0, nameof(WeightDecay), "0 or more"); }

    /// <summary>Whether weight decay applies to biases and to normalisations as well.</summary>
    public bool DecayAll { get; init; }

    /// <summary>ε: the loss is the cross entropy with <c>(1 − ε)·[the label] + ε/K</c> over K classes; at least 0 and below 1.</summary>
    public double LabelSmoothing { get; init => field = Check(value, value is >= 0 and < 1, nameof(LabelSmoothing), "at least 0 and below 1"); }

    /// <summary>The largest Euclidean norm of all gradients together, above 0; longer ones are scaled down. <see langword="null"/> leaves them.</summary>
    public double? ClipNorm { get; init => field = value is { } norm ? Check(norm, norm > 0, nameof(ClipNorm), "a number above 0") : null; }

    /// <summary>Each picture is shifted by up to so many pixels along each axis; 0 leaves it.</summary>
    public int CropPadding
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentException($"{nameof(CropPadding)} is {value}; it must be 0 or more.", nameof(CropPadding));
    }

    /// <summary>What a shifted picture shows at its border.</summary>
    public BorderFill CropFill { get; init; } = BorderFill.Zero;

    /// <summary>Whether every second picture, at random, is mirrored left to right.</summary>
    public bool Flip { get; init; }

    /// <summary>Weight of the newest batch in the running statistics of batch normalisation, 0 to 1.</summary>
    public double StatisticsMomentum { get; init => field = Check(value, value is >= 0 and <= 1, nameof(StatisticsMomentum), "between 0 and 1"); } = 0.1;

    /// <summary>Seed of the order of pictures, of augmentation and of dropout.</summary>
    public long Seed { get; init; }

    private static int AtLeastOne(int value, string name) =>
        value >= 1 ? value : throw new ArgumentException($"{name} is {value}; it must be at least 1.", name);

    private static double Check(double value, bool allowed, string name, string range) => allowed && double.IsFinite(value)
        ? value
        : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; it must be {range}."), name);
}
