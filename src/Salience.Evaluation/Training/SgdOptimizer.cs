using Salience.Networks.Training;
using static TorchSharp.torch;

namespace Salience.Evaluation.Training;

/// <summary><c>v ← μ·v + g</c>, <c>w ← w − η·v</c>; with Nesterov <c>w ← w − η·(g + μ·v)</c>.</summary>
internal sealed class SgdOptimizer : VectorOptimizer
{
    private readonly Tensor? _velocity;

    public SgdOptimizer(ParameterVector vector, TrainingSettings settings)
        : base(vector, settings) => _velocity = settings.Momentum > 0 ? AddState("velocity") : null;

    protected override void Move(double learningRate, long step)
    {
        var direction = Gradients;
        if (_velocity is not null)
        {
            _velocity.mul_(Settings.Momentum).add_(Gradients);
            direction = Settings.Nesterov ? Gradients.add_(_velocity, Settings.Momentum) : _velocity;
        }

        Values.add_(direction, -learningRate);
    }
}
