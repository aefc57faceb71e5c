using Salience.Zoo;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Zoo;

/// <summary>What can only be seen while no other test draws random numbers.</summary>
[Collection(AloneCollection.Name)]
[NoTensorLeaks]
public class ZooAloneTests
{
    [Fact]
    public void The_global_random_numbers_go_on_as_if_nothing_had_been_built()
    {
        using var scope = NewDisposeScope();
        var before = random.get_rng_state();
        using var network = ZooCatalogue.Build("adebayo-mnist");
        using var second = ZooCatalogue.Build("deeplift-mnist");

        Assert.True(before.eq(random.get_rng_state()).all().ToBoolean());
    }
}
