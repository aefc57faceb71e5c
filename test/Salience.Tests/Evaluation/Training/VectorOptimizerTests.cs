using Salience.Evaluation.Training;
using Salience.Networks.Training;
using TorchSharp;
using static Salience.Tests.Networks.Training.TrainingNetworks;
using static TorchSharp.torch;
using Sequential = TorchSharp.Modules.Sequential;

namespace Salience.Tests.Evaluation.Training;

[NoTensorLeaks]
public class VectorOptimizerTests
{
    private const int Steps = 6;

    public static TheoryData<TrainingSettings> AllSettings =>
    [
        new TrainingSettings { Momentum = 0, LearningRate = 0.05 },
        new TrainingSettings { LearningRate = 0.02, WeightDecay = 0.05, DecayAll = true },
        new TrainingSettings { LearningRate = 0.02, Nesterov = true },
        new TrainingSettings { Optimizer = OptimizerKind.Adam, LearningRate = 0.003, WeightDecay = 0.05, DecayAll = true },
        new TrainingSettings { Optimizer = OptimizerKind.AdamW, LearningRate = 0.003, WeightDecay = 0.05, DecayAll = true },
    ];

    [Theory]
    [MemberData(nameof(AllSettings))]
    public void Losses_are_those_of_a_TorchSharp_module_and_its_optimiser(TrainingSettings settings)
    {
        using var scope = NewDisposeScope();
        using var network = Small(1);
        using var training = new TrainableNetwork(network);
        using var optimizer = VectorOptimizer.Create(training.Vector, settings);
        using var module = ModuleOf(network);
        module.train();
        using var reference = Reference(module, settings);
        for (var step = 0; step < Steps; step++)
        {
            var (images, labels) = Batch(step, 9);
            reference.zero_grad();
            var expected = nn.functional.cross_entropy(module.call(images), labels);
            expected.backward();
            reference.step();
            training.ZeroGradients();
            var actual = nn.functional.cross_entropy(training.Forward(images, step), labels);
            actual.backward();
            optimizer.Step(settings.LearningRate, step);

            // float32: the two sum in another order here and there.
            Assert.Equal(expected.ToDouble(), actual.ToDouble(), 1e-6 * Math.Max(1, expected.ToDouble()));
        }

        var mean = module.named_buffers().Single(b => b.name.EndsWith("running_mean", StringComparison.Ordinal)).buffer;
        Assert.Equal(Numbers(mean), Numbers(training.Statistics["bn1.mean"]), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Theory]
    [InlineData(OptimizerKind.Sgd)]
    [InlineData(OptimizerKind.AdamW)]
    public void Weight_decay_shrinks_weights_and_leaves_biases_and_scales(OptimizerKind kind)
    {
        var settings = new TrainingSettings { Optimizer = kind, LearningRate = 0.5, WeightDecay = 0.1 };

        Assert.All(Ratios(settings), p => Assert.Equal(p.Role == ParameterRole.Weight ? 0.95 : 1, p.Ratio, 1e-6));
        Assert.All(Ratios(settings with { DecayAll = true }), p => Assert.Equal(0.95, p.Ratio, 1e-6));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1e9)]
    public void Long_gradients_are_cut_to_the_norm_and_short_ones_left(double largest)
    {
        using var scope = NewDisposeScope();
        using var network = Small(2);
        using var training = new TrainableNetwork(network);
        using var optimizer = VectorOptimizer.Create(training.Vector, new TrainingSettings { Momentum = 0, ClipNorm = largest });
        var (images, labels) = Batch(3, 9);
        nn.functional.cross_entropy(training.Forward(images, 0), labels).backward();
        var gradients = training.Parameters.Select(p => Numbers(p.Value.grad!)).ToList();
        var before = training.Parameters.Select(p => Numbers(p.Value)).ToList();
        var norm = Math.Sqrt(gradients.SelectMany(g => g).Sum(g => g * g));
        optimizer.Step(1, 0);

        for (var i = 0; i < before.Count; i++)
        {
            var expected = before[i].Zip(gradients[i], (w, g) => w - g * Math.Min(1, largest / norm));
            Assert.Equal(expected, Numbers(training.Parameters[i].Value), (a, b) => Math.Abs(a - b) < 1e-5);
        }
    }

    private static List<(ParameterRole Role, double Ratio)> Ratios(TrainingSettings settings)
    {
        using var scope = NewDisposeScope();
        using var network = Small(2);
        using var training = new TrainableNetwork(network);
        using var optimizer = VectorOptimizer.Create(training.Vector, settings);
        optimizer.Step(settings.LearningRate, 0);
        return [.. training.Parameters.Select(p => (p.Role, (p.Value.detach() / network.Parameters[p.Name]).mean().ToDouble()))];
    }

    private static optim.Optimizer Reference(Sequential module, TrainingSettings s) => s.Optimizer switch
    {
        OptimizerKind.Sgd => optim.SGD(module.parameters(), s.LearningRate, s.Momentum, weight_decay: s.WeightDecay, nesterov: s.Nesterov),
        OptimizerKind.Adam => optim.Adam(module.parameters(), s.LearningRate, weight_decay: s.WeightDecay),
        _ => optim.AdamW(module.parameters(), s.LearningRate, weight_decay: s.WeightDecay),
    };
}
