using static TorchSharp.torch;

namespace Salience.Networks.Training;

/// <summary><c>a + b</c> written over one of them, which nothing else reads: a residual sum without new memory.</summary>
/// <param name="overwritten">Which of the two inputs may be overwritten, 0 or 1.</param>
internal sealed class OverwritingAdd(int overwritten) : BatchOperator
{
    public override Tensor[] Run(Tensor?[] inputs, RunMode mode)
    {
        var (target, added) = (inputs[overwritten]!, inputs[1 - overwritten]!);

        // Where one is broadcast or converted the sum needs memory of its own.
        return target.dtype == added.dtype && target.shape.AsSpan().SequenceEqual(added.shape)
            ? [target.add_(added).alias()]
            : [inputs[0]! + inputs[1]!];
    }
}
