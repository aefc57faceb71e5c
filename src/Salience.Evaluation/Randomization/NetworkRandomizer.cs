using Salience.Evaluation.Randomness;
using Salience.Networks;
using Salience.Networks.Passes;
using Salience.PostProcessing;
using static TorchSharp.torch;

namespace Salience.Evaluation.Randomization;

/// <summary>Puts random numbers in place of what layers have learned: the model-parameter test of saliency maps (Adebayo et al. 2018).</summary>
/// <remarks>
/// Everything a layer has is drawn: weights, biases, γ and β of its batch normalisation, and its running statistics. None is zeroed, so that a
/// method which reads biases finds random ones. Means and variances of a normalisation change places between channels, both in the same way, under
/// every <see cref="ParameterDraw"/>: drawn freely they would not fit each other. What a parameter becomes depends on the seed and its name
/// only, so that the same layer gets the same numbers whichever other layers are drawn with it.
/// </remarks>
public static class NetworkRandomizer
{
    /// <summary>Marks streams that all statistics of one length share.</summary>
    private const long Statistics = -1;

    /// <summary>The network with some layers drawn anew.</summary>
    /// <param name="network">The network; it is left as it was.</param>
    /// <param name="layers">Which layers, of <see cref="RandomizableLayer.Of"/>.</param>
    /// <param name="seed">Draws the numbers.</param>
    /// <param name="draw">How.</param>
    /// <returns>A network of its own, disposed by the caller.</returns>
    /// <exception cref="ArgumentException">The network has no such parameter.</exception>
    public static Network Apply(Network network, IEnumerable<RandomizableLayer> layers, long seed, ParameterDraw draw = ParameterDraw.Normal)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(layers);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var statistics = network.Nodes.Where(n => n.Operator is Salience.Operators.BatchNormalization).SelectMany(n => n.Inputs.Skip(3)).ToHashSet();
        using var rewrite = new NetworkRewrite(network);
        var normal = new List<NormalDraw>();
        foreach (var name in layers.SelectMany(l => l.Parameters).Distinct())
        {
            if (!network.Parameters.TryGetValue(name, out var trained))
                throw new ArgumentException($"The network has no parameter '{name}'; take the layers of this network.", nameof(layers));
            if (statistics.Contains(name))
                rewrite.SetParameter(name, Permuted(trained, new RandomStream(seed, Statistics, trained.numel())).MoveToOuterDisposeScope());
            else if (draw == ParameterDraw.Permutation)
                rewrite.SetParameter(name, Permuted(trained, new RandomStream(seed, NameKey.Of(name))).MoveToOuterDisposeScope());
            else
                normal.Add(new NormalDraw(name, trained));
        }

        // Each parameter has a stream of its own; the largest begin first.
        var largest = normal.OrderByDescending(d => d.Values.Length).ToList();
        SharedThreads.Run(largest.Count, get_num_threads(), i => largest[i].Fill(new RandomStream(seed, NameKey.Of(largest[i].Name))));
        foreach (var drawn in normal)
            rewrite.SetParameter(drawn.Name, drawn.ToTensor().MoveToOuterDisposeScope());
        return rewrite.Build();
    }

    private static Tensor Permuted(Tensor trained, RandomStream random)
    {
        using var scope = NewDisposeScope();
        var order = random.Permutation(checked((int)trained.numel())).Select(i => (long)i).ToArray();
        return trained.reshape(-1).index_select(0, tensor(order)).view(trained.shape).MoveToOuterDisposeScope();
    }
}
