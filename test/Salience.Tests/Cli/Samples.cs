namespace Salience.Tests.Cli;

/// <summary>The shared models and pictures that tests of the tool use; a test that asks for a missing one is skipped.</summary>
internal static class Samples
{
    /// <summary>A small network: 32×32 pixels, 10 classes, batch normalisation.</summary>
    public static string SmallModel => TestData.Require("models/cifar10_resnet20.onnx");

    /// <summary>An ImageNet network with 1000 classes.</summary>
    public static string SqueezeNet => TestData.Require("models/squeezenet1.1.onnx");

    /// <summary>An ImageNet network with 1001 classes, the first of them the background.</summary>
    public static string MobileNet => TestData.Require("models/mobilenet_v2.onnx");

    /// <summary>A dog and a cat.</summary>
    public static string Picture => TestData.Require("photos/two-objects/both.png");

    /// <summary>A photograph of a tench, class 0 of ImageNet.</summary>
    public static string Tench => TestData.Require("photos/imagenet-samples/n01440764_tench.JPEG");

    /// <summary>The 1000 ImageNet classes as WordNet lines.</summary>
    public static string Labels => TestData.Require("photos/imagenet-synset-words.txt");
}
