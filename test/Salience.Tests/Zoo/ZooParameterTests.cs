using Salience.Networks;
using Salience.Zoo;

namespace Salience.Tests.Zoo;

/// <summary>The number of trainable parameters is the published one.</summary>
[NoTensorLeaks]
public class ZooParameterTests
{
    [Theory]
    [InlineData("vgg11", 132_863_336)] // torchvision
    [InlineData("vgg11-bn", 132_868_840)] // torchvision
    [InlineData("vgg16", 138_357_544)] // torchvision
    [InlineData("vgg16-bn", 138_365_992)] // torchvision
    [InlineData("resnet18", 11_689_512)] // torchvision
    [InlineData("resnet50", 25_557_032)] // torchvision
    [InlineData("densenet121", 7_978_856)] // torchvision
    [InlineData("resnet20", 269_722)] // akamaster/pytorch_resnet_cifar10: 0.27 M
    [InlineData("resnet56", 853_018)] // akamaster/pytorch_resnet_cifar10: 0.85 M
    [InlineData("deeplift-mnist", 239_594)] // Keras' summary of the authors' model
    public void The_published_number_of_parameters_is_reached(string name, long published) =>
        Assert.Equal(published, ZooFigures.Of(name).Parameters);

    [Theory]
    [InlineData("vgg9", 9.28)]
    [InlineData("adebayo-mnist", 3.27)]
    [InlineData("resnet8", 0.078)]
    public void The_published_number_of_parameters_is_reached_to_the_digits_given(string name, double millions) =>
        Assert.Equal(millions, ZooFigures.Of(name).Parameters / 1e6, name == "resnet8" ? 3 : 2);

    [Fact]
    public void Projections_add_their_weights_and_scales_and_shifts()
    {
        using var network = ZooCatalogue.Build("resnet20", new ZooSettings { Shortcut = ResidualShortcut.Projection });

        Assert.Equal(269_722 + (16 * 32 + 2 * 32) + (32 * 64 + 2 * 64), ZooCost.TrainableParameters(network));
    }

    [Fact]
    public void Running_statistics_are_two_for_each_scale()
    {
        using var network = ZooCatalogue.Build("resnet20");
        var scales = network.Parameters.Where(p => p.Key.EndsWith("/scale", StringComparison.Ordinal)).Sum(p => p.Value.numel());

        Assert.Equal(2 * scales, ZooCost.RunningStatistics(network));
        Assert.Equal(network.ParameterCount, ZooCost.TrainableParameters(network) + ZooCost.RunningStatistics(network));
    }

    [Fact]
    public void The_built_in_network_is_small_and_cheap()
    {
        using var network = ZooCatalogue.Build("glyph-net");

        Assert.InRange(network.ParameterCount, 1, 370_000);
        Assert.InRange(ZooFigures.Of("glyph-net").Multiplications, 1, 22_000_000);
    }

    [Theory]
    [InlineData("vgg9", 153)]
    [InlineData("resnet20", 40.8)]
    [InlineData("resnet8", 12.5)]
    [InlineData("deeplift-mnist", 1.11)]
    [InlineData("adebayo-mnist", 13.9)]
    [InlineData("resnet18", 1814)] // torchvision, also below
    [InlineData("resnet50", 4089)]
    [InlineData("vgg16", 15470)]
    [InlineData("densenet121", 2834)]
    public void The_cost_of_a_picture_is_the_known_one(string name, double millions) =>
        Assert.Equal(1, ZooFigures.Of(name).Multiplications / 1e6 / millions, 0.01);
}
