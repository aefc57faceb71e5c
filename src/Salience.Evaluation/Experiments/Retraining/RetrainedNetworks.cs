using System.Globalization;
using Salience.Evaluation.Datasets;
using Salience.Evaluation.Randomization;
using Salience.Evaluation.Subjects;
using Salience.Evaluation.Training;
using Salience.Networks.Training;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments.Retraining;

/// <summary>Trains networks of the subject's form within a run: each once, whichever cell needs it first, and over interruptions of the run.</summary>
/// <remarks>
/// A training begins with the weights of <see cref="NetworkInitializer"/>, uses one thread whatever the run does otherwise, and keeps a checkpoint in the
/// run's folder for work: with one thread an interrupted training ends with the bits of an undisturbed one. The network is taken as the model file has it,
/// batch normalisation not folded; methods fold for themselves. Outputs are the labels of the data, without the offset that the subject's own
/// network may have.
/// </remarks>
internal static class RetrainedNetworks
{
    private static readonly TimeSpan CheckpointInterval = TimeSpan.FromSeconds(10);

    /// <summary>Why no network of the subject's form can be trained, in one sentence that says what to do; <see langword="null"/> where one can.</summary>
    /// <param name="subject">A subject with pictures to train on.</param>
    public static string? Refuses(EvaluationSubject subject)
    {
        var (network, images) = (subject.Model.Network, subject.Data.Images);
        if (LearnableParameters.Find(network, network.Nodes).Count == 0)
            return "the network has no weight that could be learned; give one with layers.";
        if (OutputCheck.FinalSoftmax(network) is { } last)
            return $"the network ends with {last}, but training takes the logits before it; name them with --output {last.Inputs[0]}.";
        var training = subject.Data.Training!.Value;
        if (training.Shape != images.Shape)
            return $"the pictures to train on are {training.Shape}, those that are measured {images.Shape}; give pictures of one size.";
        return training.Classes.SequenceEqual(images.Classes) ? null
            : $"{training.Name} has other classes than {images.Name}; give the same class folders for training and testing.";
    }

    /// <summary>Pictures to train on, of each class the same share, normalised as the evaluation does.</summary>
    /// <param name="subject">A subject with pictures to train on.</param>
    /// <param name="count">About how many; all where there are fewer.</param>
    /// <param name="seed">Chooses them.</param>
    public static ImageDataset Pictures(EvaluationSubject subject, int count, long seed)
    {
        var all = subject.Data.Training!.Value;
        var chosen = count < all.Count ? Subset.Divide(all, (double)count / all.Count, seed).Part : all;
        return new RenormalizedImages(chosen, subject.Data.Normalization);
    }

    /// <summary>The network of a training; it is trained where the run has not done so yet. It belongs to the run.</summary>
    /// <param name="cell">The cell that needs it.</param>
    /// <param name="plan">What is trained.</param>
    /// <exception cref="OperationCanceledException">The run was cancelled; the checkpoint holds what was done.</exception>
    /// <exception cref="ArithmeticException">The loss is no longer a finite number.</exception>
    public static RetrainedNetwork Get(CellRequest cell, RetrainingPlan plan) => cell.KeepForRun($"network {plan.Name}", () => Train(cell, plan));

    /// <summary>The outputs of a network for the pictures of a cell, <c>(N, K)</c>. They belong to the chunk.</summary>
    public static Tensor Outputs(CellRequest cell, RetrainedNetwork network) => cell.Chunk.Keep(
        $"outputs of {network.Name}", () => (cell.Subject.Model with { Network = network.Network }).Run(cell.Chunk.Images, cell.Batch, cell.Cancellation));

    private static RetrainedNetwork Train(CellRequest cell, RetrainingPlan plan)
    {
        using var single = new OneThread();
        var pictures = plan.Pictures();
        using var start = NetworkInitializer.Apply(cell.Subject.Model.Network, plan.Start);
        var checkpoint = cell.WorkFile($"{plan.Name}.npz");
        var run = checkpoint is null ? new TrainingRun() : new TrainingRun { CheckpointFile = checkpoint, Resume = true, CheckpointInterval = CheckpointInterval };
        var result = new Trainer(plan.Settings).Train(start, pictures, null, run, new Reports(cell, plan.Title), cell.Cancellation);
        try
        {
            // The accuracies of the epochs are of weights that still moved.
            var accuracy = Accuracy.Of(result.Network, pictures, null, plan.Settings.EvaluationBatchSize, cell.Cancellation);
            return new RetrainedNetwork(plan.Name, result.Network, accuracy.Share);
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    private sealed class Reports(CellRequest cell, string title) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => cell.Report(string.Create(
            CultureInfo.InvariantCulture,
            $"training on {title}: epoch {value.Epoch} of {value.Epochs}, loss {value.Loss:0.000}, {value.TimeLeft.TotalSeconds:0} s left"));
    }
}
