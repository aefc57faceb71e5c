using Salience.Networks.Training;
using static TorchSharp.torch;

namespace Salience.Evaluation.Training;

/// <summary>
/// <c>m ← β₁·m + (1 − β₁)·g</c>, <c>v ← β₂·v + (1 − β₂)·g²</c>, <c>w ← w − η/(1 − β₁ᵗ)·m/(√v/√(1 − β₂ᵗ) + ε)</c>, t counted from 1.
/// </summary>
internal sealed class AdamOptimizer : VectorOptimizer
{
    private readonly Tensor _mean;
    private readonly Tensor _square;

    public AdamOptimizer(ParameterVector vector, TrainingSettings settings)
        : base(vector, settings) => (_mean, _square) = (AddState("mean"), AddState("square"));

    protected override void Move(double learningRate, long step)
    {
        _mean.mul_(Settings.Beta1).add_(Gradients, 1 - Settings.Beta1);
        _square.mul_(Settings.Beta2).addcmul_(Gradients, Gradients, 1 - Settings.Beta2);
        var (first, second) = (1 - Math.Pow(Settings.Beta1, step + 1), 1 - Math.Pow(Settings.Beta2, step + 1));
        var root = _square.sqrt().mul_(1 / Math.Sqrt(second)).add_(Settings.Epsilon);
        Values.addcdiv_(_mean, root, -learningRate / first);
    }
}
