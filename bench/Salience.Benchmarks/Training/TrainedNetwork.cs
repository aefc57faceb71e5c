using Salience.Zoo;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Benchmarks.Training;

/// <summary>A network of the zoo and a TorchSharp module of the same layers.</summary>
/// <param name="Name">Name in the zoo.</param>
/// <param name="Settings">What the zoo builds.</param>
/// <param name="Steps">Steps in a timed run, long enough for what happens once in a training not to count.</param>
/// <param name="Module">Makes the module.</param>
internal sealed record TrainedNetwork(string Name, ZooSettings Settings, int Steps, Func<nn.Module<Tensor, Tensor>> Module)
{
    /// <summary>The measured networks, for MNIST and CIFAR-10; vgg9 at a quarter of its width.</summary>
    public static IReadOnlyList<TrainedNetwork> All { get; } =
    [
        new("deeplift-mnist", new ZooSettings(), 100, BareModules.DeepLift),
        new("vgg9", new ZooSettings { Classes = 10, WidthFactor = 0.25 }, 20, () => BareModules.Vgg9([16, 32, 64, 64, 128, 128, 128, 128])),
        new("resnet20", new ZooSettings(), 10, () => new BareResNet(blocks: 3)),
    ];
}
