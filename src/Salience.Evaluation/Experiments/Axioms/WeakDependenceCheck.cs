using Salience.Evaluation.MapSimilarity;
using Salience.Evaluation.Metrics;
using Salience.Evaluation.Randomness;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments.Axioms;

/// <summary>Weak dependence on inputs: within a linear region of the network, f(x) = w·x + b, a map depends on w and b only and is constant.</summary>
/// <remarks>
/// Two pictures lie in one region where every ReLU is on or off in both. From a picture a random direction is followed half as far each time until
/// that is so.
/// </remarks>
internal sealed class WeakDependenceCheck() : DrawnAxiomCheck(AxiomParts.Continuity)
{
    private const int MostHalvings = 60;

    public static readonly Metric Change = new(
        "weak-dependence", "", MetricDirection.Lower,
        "Relative change of the map between two pictures of one linear region, over the relative change of the picture: (‖S(x) − S(x′)‖₁ / ‖S‖₁) / (‖x − x′‖₁ / ‖x‖₁). 0 is constant, 1 changes as fast as the picture.",
        "Srinivas and Fleuret 2019, definition 2", "Constant maps pass. That attributions should not depend on where in its region a picture lies is itself disputed: x ⊙ gradient changes with x by design.",
        Compared: false);

    /// <inheritdoc/>
    public override IReadOnlyList<Metric> Metrics { get; } = [Change];

    /// <summary>A second picture in the linear region of the first, as far as halving a random step from 1 allows; in the current dispose scope.</summary>
    public static Tensor Neighbour(Network network, Tensor picture, RandomStream random)
    {
        using var scope = NewDisposeScope();
        var direction = DrawnNetwork.Normal(random, 1, picture.shape);
        var pattern = Pattern(network, picture);
        var step = 1.0;
        for (var k = 0; k < MostHalvings; k++, step /= 2)
        {
            using var trial = NewDisposeScope();
            var other = picture + direction * step;
            if (Pattern(network, other).equal(pattern).all().item<bool>())
                return other.MoveToOuterDisposeScope().MoveToOuterDisposeScope();
        }

        throw new InvalidOperationException("The picture lies on the border of its linear region.");
    }

    private protected override IReadOnlyList<double> Measure(DrawnMaps maps, RandomStream random)
    {
        using var network = new DrawnNetwork(random).Build();
        var picture = DrawnNetwork.Picture(random);
        var other = Neighbour(network, picture, random);
        var best = DrawnNetwork.Best(network, picture);
        if (maps.Of(network, picture, best) is not { } first || maps.Of(network, other, best) is not { } second)
            return [double.NaN];
        return [MapDistance.Relative(first, second)[0] / MapDistance.Relative(picture, other)[0]];
    }

    private static Tensor Pattern(Network network, Tensor picture)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var values = network.Run(new Dictionary<string, Tensor> { [network.Inputs[0].Name] = picture }, DrawnNetwork.BeforeRelu);
        return cat([.. DrawnNetwork.BeforeRelu.Select(name => values[name].flatten() > 0)]).MoveToOuterDisposeScope();
    }
}
