namespace Salience.Evaluation.Experiments.LabelPermutation;

/// <summary>Settings of <see cref="LabelPermutationExperiment"/>.</summary>
/// <param name="Pictures">About how many pictures each network is trained on, of each class the same share.</param>
/// <param name="Epochs">How often each picture is seen.</param>
/// <param name="LearningRate">Largest learning rate of AdamW.</param>
/// <param name="BatchSize">Pictures in a step.</param>
/// <param name="Fitted">Training accuracy, from 0 to 1, that a network must reach to have learned its labels.</param>
public sealed record LabelPermutationSettings(int Pictures = 2000, int Epochs = 40, double LearningRate = 0.001, int BatchSize = 64, double Fitted = 0.95);
