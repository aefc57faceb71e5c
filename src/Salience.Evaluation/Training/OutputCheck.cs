using Salience.Evaluation.Datasets;
using Salience.Networks;
using Salience.Networks.Training;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Evaluation.Training;

/// <summary>Checks that a network takes the pictures of a data set and has an output for each of its classes.</summary>
internal static class OutputCheck
{
    /// <summary>Throws <see cref="ArgumentException"/> unless the first output for one black picture is <c>(1, K)</c>, K at least the number of classes.</summary>
    public static void Require(Network network, ImageDataset dataset)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var shape = dataset.Shape;
        BatchPlan.RequireOneInput(network);
        var black = zeros([1, shape.Channels, shape.Height, shape.Width], network.Inputs[0].Type);
        var output = BatchPlan.ForEvaluation(network).Run(black, RunMode.Evaluation).shape;
        if (output.Length != 2 || output[1] < dataset.Classes.Count)
            throw new ArgumentException($"The network's output for a picture {shape} is ({string.Join(", ", output)}); "
                + $"the data set {dataset.Name} has {dataset.Classes.Count} classes and needs (N, {dataset.Classes.Count}).", nameof(network));
    }

    /// <summary>Throws <see cref="InvalidDataException"/> where a label is no index of a class.</summary>
    public static void RequireLabels(ImageBatch batch, ImageDataset dataset)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            if ((uint)batch.Labels[i] >= (uint)dataset.Classes.Count)
                throw new InvalidDataException($"Picture {batch.Indices[i]} of {dataset.Name} has the label {batch.Labels[i]}; its {dataset.Classes.Count} classes are 0 to {dataset.Classes.Count - 1}.");
        }
    }

    /// <summary>Throws <see cref="ArgumentException"/> where the first output is a probability: the loss takes logits.</summary>
    public static void RequireLogits(Network network)
    {
        if (FinalSoftmax(network) is { } last)
            throw new ArgumentException($"The network's first output comes from {last}; training takes the logits before it: "
                + $"use network.WithOutputs(\"{last.Inputs[0]}\").", nameof(network));
    }

    /// <summary>The node that makes the first output a probability, or <see langword="null"/>.</summary>
    public static Node? FinalSoftmax(Network network) =>
        network.Nodes.FirstOrDefault(n => n.Operator is Softmax or LogSoftmax && n.Outputs.Contains(network.Outputs[0]));
}
