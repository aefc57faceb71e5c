using Salience.Evaluation.Datasets;
using Salience.Evaluation.Training;

namespace Salience.Evaluation.Experiments.Retraining;

/// <summary>A training of the subject's form from random weights.</summary>
/// <param name="Name">Name in files: words in lower case joined by hyphens; one for each training of a run.</param>
/// <param name="Title">What is trained, in a few words, for whoever waits.</param>
/// <param name="Pictures">Makes what is learned when the training begins; its normalisation is the evaluation's.</param>
/// <param name="Start">Draws the weights that the training begins with.</param>
/// <param name="Settings">How it is trained; their seed gives the order of the pictures.</param>
internal sealed record RetrainingPlan(string Name, string Title, Func<ImageDataset> Pictures, long Start, TrainingSettings Settings);
