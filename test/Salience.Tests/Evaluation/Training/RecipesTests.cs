using Salience.Evaluation.Training;
using Salience.Imaging;
using Salience.Zoo;

namespace Salience.Tests.Evaluation.Training;

public class RecipesTests
{
    public static TheoryData<string, string> Particular => [.. Recipes.All.Where(r => r.Network is not null).Select(r => (r.Data, r.Network!))];

    [Theory]
    [MemberData(nameof(Particular))]
    public void A_recipe_of_a_network_names_one_of_the_zoo_that_its_width_suits(string data, string network)
    {
        using var built = ZooCatalogue.Build(network, new ZooSettings { WidthFactor = Recipes.Find(data, network).WidthFactor });

        Assert.True(built.ParameterCount > 0);
    }

    [Fact]
    public void The_recipe_of_a_network_comes_before_that_for_all_in_any_case_of_letters()
    {
        Assert.Equal(0.25, Recipes.Find("CIFAR10", "VGG9").WidthFactor);
        Assert.Equal(1, Recipes.Find("cifar10", "resnet20").WidthFactor);
        Assert.Equal(Normalization.None, Recipes.Find("mnist", "deeplift-mnist").Normalization);
        Assert.Null(Recipes.Find("mnist", "adebayo-mnist").Normalization);
    }

    [Fact]
    public void Data_without_a_recipe_are_trained_by_the_defaults()
    {
        var recipe = Recipes.Find("flowers", "resnet20");

        Assert.Equal(new TrainingSettings(), recipe.Settings);
        Assert.Equal(1, recipe.WidthFactor);
    }

    [Fact]
    public void Digits_and_scenes_are_never_mirrored()
    {
        Assert.All(Recipes.All.Where(r => r.Data is "mnist" or "glyphs"), r => Assert.False(r.Settings.Flip));
    }

    [Fact]
    public void Each_pair_of_data_and_network_has_one_recipe() =>
        Assert.Equal(Recipes.All.Count, Recipes.All.Select(r => (r.Data, r.Network)).Distinct().Count());
}
