using Salience.Zoo;
using static TorchSharp.torch;

namespace Salience.Tests.Zoo;

/// <summary>Names, settings and shapes.</summary>
[NoTensorLeaks]
public class ZooCatalogueTests
{
    public static TheoryData<string> Names => [.. ZooCatalogue.All.Select(e => e.Name)];

    /// <summary>Networks that end with a mean over all places.</summary>
    public static TheoryData<string> OfAnySize => [.. ZooCatalogue.All.Where(e => e.AnySize).Select(e => e.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_network_maps_pictures_to_one_logit_a_class(string name)
    {
        var entry = ZooCatalogue.Find(name);
        using var scope = NewDisposeScope();
        using var network = entry.Build(new ZooSettings { Classes = 7, Channels = 2, Height = 41, Width = 37, WidthFactor = 0.125 });

        Assert.Equal([3, 7], network.Run(Pictures(3, 2, 41, 37)).shape);
        Assert.Equal("image", Assert.Single(network.Inputs).Name);
        Assert.Equal(["logits"], network.Outputs);
    }

    [Theory]
    [MemberData(nameof(OfAnySize))]
    public void A_network_that_ends_with_a_mean_takes_pictures_of_any_size(string name)
    {
        using var scope = NewDisposeScope();
        using var network = ZooCatalogue.Build(name, new ZooSettings { Classes = 10, WidthFactor = 0.125 });

        Assert.Equal([null, 3, null, null], network.Inputs[0].Shape);
        Assert.Equal([2, 10], network.Run(Pictures(2, 3, 64, 64)).shape);
        Assert.Equal([1, 10], network.Run(Pictures(1, 3, 32, 48)).shape);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_published_form_is_the_default(string name)
    {
        var entry = ZooCatalogue.Find(name);
        using var network = entry.Build(new ZooSettings { WidthFactor = 0.05 });

        Assert.Equal(entry.Channels, network.Inputs[0].Shape[1]);
        Assert.Equal(entry.AnySize ? null : entry.Size, network.Inputs[0].Shape[2]);
        Assert.Equal(entry.Classes, network.Parameters["classifier/weight"].shape[0]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_least_size_is_one_it_can_run(string name)
    {
        var entry = ZooCatalogue.Find(name);
        using var scope = NewDisposeScope();
        using var network = entry.Build(new ZooSettings { Height = entry.MinimumSize, Width = entry.MinimumSize, WidthFactor = 0.05 });

        Assert.Equal([1, entry.Classes], network.Run(Pictures(1, entry.Channels, entry.MinimumSize, entry.MinimumSize)).shape);
    }

    [Fact]
    public void A_name_is_found_in_any_case() => Assert.Equal("resnet20", ZooCatalogue.Find(" ResNet20").Name);

    [Theory]
    [InlineData("resnet-20", "resnet20")]
    [InlineData("vgg16bn", "vgg16-bn")]
    [InlineData("deeplift", "deeplift-mnist")]
    public void A_mistyped_name_is_answered_with_the_nearest(string typed, string meant)
    {
        var error = Assert.Throws<ArgumentException>(() => ZooCatalogue.Find(typed));

        Assert.Contains($"did you mean '{meant}'?", error.Message, StringComparison.Ordinal);
        Assert.Contains("densenet121", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_that_do_not_suit_are_refused_with_what_does()
    {
        static string Refused(string name, ZooSettings settings) => Assert.Throws<ArgumentException>(() => ZooCatalogue.Build(name, settings)).Message;

        Assert.Equal("vgg9: needs at least 32 rows, got 28.", Refused("vgg9", new ZooSettings { Height = 28 }));
        Assert.Equal("vgg9: needs at least 1 classes, got 0.", Refused("vgg9", new ZooSettings { Classes = 0 }));
        Assert.Equal("vgg9: a width factor is above 0, got NaN.", Refused("vgg9", new ZooSettings { WidthFactor = double.NaN }));
        Assert.Equal("vgg9: has no choice of shortcuts, got Projection; leave it out.", Refused("vgg9", new ZooSettings { Shortcut = ResidualShortcut.Projection }));
        Assert.Equal("There is no bias initialisation 7.", Refused("vgg9", new ZooSettings { Biases = (BiasInitialization)7 }));
    }

    [Fact]
    public void Layers_have_names_that_tell_their_place()
    {
        using var network = ZooCatalogue.Build("resnet20");
        var names = network.Nodes.Select(n => n.Name).ToList();

        Assert.Contains("stage2/block1/conv1", names);
        Assert.Contains("stage2/block1/shortcut/subsample", names);
        Assert.Equal("classifier", names[^1]);
        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.Contains("stage2/block1/conv1/weight", network.Parameters.Keys);
    }

    private static Tensor Pictures(params long[] shape)
    {
        using var generator = new Generator(1);
        return randn(shape, generator: generator);
    }
}
