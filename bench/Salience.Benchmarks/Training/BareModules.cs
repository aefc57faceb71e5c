using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Salience.Benchmarks.Training;

/// <summary>The networks as anyone would write them in TorchSharp.</summary>
internal static class BareModules
{
    /// <summary>The DeepLIFT network for MNIST.</summary>
    public static Module<Tensor, Tensor> DeepLift() => Sequential(
        Conv2d(1, 32, 4, stride: 2), ReLU(inplace: true), Conv2d(32, 64, 4, stride: 2), ReLU(inplace: true), Dropout(0.25), Flatten(),
        Linear(1600, 128), ReLU(inplace: true), Dropout(0.5), Linear(128, 10));

    /// <summary>The CIFAR VGG of 9 layers: a pooling after the 1st, 2nd, 4th, 6th and 8th convolution.</summary>
    public static Module<Tensor, Tensor> Vgg9(long[] widths)
    {
        var layers = new List<Module<Tensor, Tensor>>();
        var channels = 3L;
        for (var i = 0; i < widths.Length; i++)
        {
            layers.AddRange([Conv2d(channels, widths[i], 3, padding: 1), BatchNorm2d(widths[i]), ReLU(inplace: true)]);
            if (i is 0 or 1 or 3 or 5 or 7)
                layers.Add(MaxPool2d(2));
            channels = widths[i];
        }

        layers.AddRange([AdaptiveAvgPool2d(1), Flatten(), Linear(channels, 10)]);
        return Sequential(layers);
    }
}
