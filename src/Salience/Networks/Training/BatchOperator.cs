using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Networks.Training;

/// <summary>What a node does when batches count and single images do not.</summary>
internal abstract class BatchOperator
{
    /// <summary>Computes the outputs as fresh handles.</summary>
    public abstract Tensor[] Run(Tensor?[] inputs, RunMode mode);

    /// <summary>Runs the operator as it is.</summary>
    public sealed class AsIs(Operator operation) : BatchOperator
    {
        public override Tensor[] Run(Tensor?[] inputs, RunMode mode) => operation.Forward(inputs);
    }
}
