using Salience.Operators;

namespace Salience.Networks.Training;

/// <summary>Chooses for every node how it runs in a <see cref="BatchPlan"/>.</summary>
/// <param name="Momentum">Weight of the newest batch in the running statistics of batch normalisation.</param>
/// <param name="Seed">Seed of the dropout nodes.</param>
internal sealed record BatchCompiler(double Momentum, long Seed)
{
    /// <summary>For plans that only evaluate.</summary>
    public static BatchCompiler Evaluation { get; } = new(Momentum: 0, Seed: 0);

    /// <summary>How the nodes run, in their order; <paramref name="output"/> is the value that is returned.</summary>
    public IReadOnlyList<BatchOperator> Compile(IReadOnlyList<Node> nodes, string output)
    {
        var producers = NetworkGraph.Producers(nodes);
        var consumers = NetworkGraph.Consumers(nodes);
        bool MayOverwrite(string value) =>
            value != output && consumers[value].Count() == 1 && producers.TryGetValue(value, out var producer) && LeavesItsOutputAlone(producer.Operator);

        return [.. nodes.Select((node, index) => (BatchOperator)(node.Operator switch
        {
            Relu when MayOverwrite(node.Inputs[0]) => new OverwritingRelu(),
            Add when MayOverwrite(node.Inputs[0]) => new OverwritingAdd(0),
            Add when MayOverwrite(node.Inputs[1]) => new OverwritingAdd(1),
            BatchNormalization normalization => new TrainingNormalization(normalization, Momentum),
            Dropout dropout => new RandomDropout(dropout, node.Outputs.Count > 1, Seed, index),
            Conv conv => new BatchOperator.AsIs(ForBatches(conv)),
            var operation => new BatchOperator.AsIs(operation),
        }))];
    }

    /// <summary>Operators that write fresh memory which their own derivative does not read.</summary>
    private static bool LeavesItsOutputAlone(Operator operation) => operation is Conv or ConvTranspose or BatchNormalization or Gemm or Add or Sub;

    private static Conv ForBatches(Conv conv) => new()
    {
        Padding = conv.Padding,
        Strides = conv.Strides,
        Dilations = conv.Dilations,
        Groups = conv.Groups,
        BatchInvariant = false,
    };
}
