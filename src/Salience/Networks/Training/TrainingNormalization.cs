using Salience.Operators;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Networks.Training;

/// <summary>
/// Batch normalisation that in training standardises by the batch's mean and biased variance and moves the running statistics, in place:
/// <c>r ← (1 − m)·r + m·b</c>, b the batch's mean and <i>unbiased</i> variance.
/// </summary>
/// <remarks>libtorch's fused function, so that the conventions are PyTorch's.</remarks>
internal sealed class TrainingNormalization(BatchNormalization operation, double momentum) : BatchOperator
{
    public override Tensor[] Run(Tensor?[] inputs, RunMode mode) => mode.Training
        ? [nn.functional.batch_norm(inputs[0]!, inputs[3]!, inputs[4]!, inputs[1], inputs[2], training: true, momentum, operation.Epsilon)]
        : operation.Forward(inputs);
}
