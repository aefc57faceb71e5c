using Salience.Evaluation.Datasets;
using Salience.Imaging;
using Salience.Networks;
using Salience.Networks.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Evaluation.Training;

/// <summary>How well a network classifies a data set.</summary>
/// <param name="Share">Share of the pictures whose largest output is the label's; of equal outputs the first counts.</param>
/// <param name="Loss">Mean cross entropy of the outputs, taken as logits.</param>
/// <param name="Correct">Pictures classified right.</param>
/// <param name="Count">All pictures.</param>
public sealed record Accuracy(double Share, double Loss, long Correct, int Count)
{
    /// <summary>Classifies every picture of a data set.</summary>
    /// <param name="network">One input <c>(N, C, H, W)</c>; its first output is <c>(N, K)</c>, the logits.</param>
    /// <param name="dataset">The pictures.</param>
    /// <param name="normalization">How pixels become inputs; the data set's own where <see langword="null"/>.</param>
    /// <param name="batchSize">Pictures in a batch. In another batch an image may get another rounding.</param>
    /// <param name="cancellation">Ends the evaluation with <see cref="OperationCanceledException"/>.</param>
    public static Accuracy Of(Network network, ImageDataset dataset, Normalization? normalization = null, int batchSize = 256, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(dataset);
        OutputCheck.Require(network, dataset);
        var plan = BatchPlan.ForEvaluation(network);
        return Of(images => plan.Run(images, RunMode.Evaluation), network.Inputs[0].Type, dataset, normalization ?? dataset.Normalization, batchSize, cancellation);
    }

    internal static Accuracy Of(
        Func<Tensor, Tensor> run, ScalarType type, ImageDataset dataset, Normalization normalization, int batchSize, CancellationToken cancellation)
    {
        using var frozen = no_grad();
        var (loss, correct) = (0.0, 0L);
        var batches = new DatasetBatches(dataset, new BatchSettings(batchSize));
        foreach (var batch in batches.Epoch(0, 0, cancellation))
        {
            OutputCheck.RequireLabels(batch, dataset);
            using var scope = NewDisposeScope();
            var (images, labels) = (batch.ToTensor(normalization).to_type(type), batch.LabelTensor());
            var logits = run(images);
            loss += nn.functional.cross_entropy(logits, labels, reduction: nn.Reduction.Sum).ToDouble();
            correct += logits.argmax(1).eq(labels).sum().ToInt64();
        }

        return new Accuracy((double)correct / dataset.Count, loss / dataset.Count, correct, dataset.Count);
    }
}
