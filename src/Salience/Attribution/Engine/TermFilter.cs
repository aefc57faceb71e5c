using Salience.Decomposition;
using Salience.Naming;
using Salience.Networks;
using Salience.Networks.Passes;
using Salience.Operators;
using Salience.PostProcessing;
using static TorchSharp.torch;

namespace Salience.Attribution.Engine;

/// <summary>Which terms enter a map: a choice by kind and by layer.</summary>
internal sealed class TermFilter
{
    private readonly FullGradTerms _terms;
    private readonly LayerSelection _layers;

    /// <summary>For each layer asked for, the names under which its term may stand: a convolution and its batch norm may be one term.</summary>
    private readonly IReadOnlyList<IReadOnlyList<string>> _named;

    private TermFilter(FullGradTerms terms, LayerSelection layers, IReadOnlyList<IReadOnlyList<string>> named) =>
        (_terms, _layers, _named) = (terms, layers, named);

    /// <summary>The filter for a network, layer names checked.</summary>
    /// <param name="terms">Kinds.</param>
    /// <param name="layers">Layers.</param>
    /// <param name="network">The network as its user knows it; <see langword="null"/> for a module, whose layers are known when it has run.</param>
    /// <param name="mergesBatchNorm">Whether a convolution and its batch norm have one term, found under either name.</param>
    /// <exception cref="ArgumentException">There is no layer of that name.</exception>
    public static TermFilter Of(FullGradTerms terms, LayerSelection layers, Network? network, bool mergesBatchNorm)
    {
        if (network is null || layers.Names.Count == 0)
            return new TermFilter(terms, layers, [.. layers.Names.Select(n => new[] { n })]);
        var blocks = mergesBatchNorm ? AffineBlocks.Find(network) : new Dictionary<string, Node>();
        var found = layers.Names.Select(n => FeatureLayers.Find(network, n).Name);
        return new TermFilter(terms, layers, [.. found.Select(name => blocks.Where(b => b.Key == name || b.Value.Name == name)
            .SelectMany(b => new[] { b.Key, b.Value.Name }).Prepend(name).Distinct().ToList())]);
    }

    /// <summary>The choice for one run, once it is known which layers have a bias term with a place on the picture.</summary>
    /// <param name="probes">The bias terms of the run, in execution order.</param>
    /// <param name="preset">Which of them may be drawn.</param>
    /// <param name="place">Where on the picture a node's output belongs.</param>
    /// <exception cref="ArgumentException">A layer asked for has no such term.</exception>
    public TermChoice Choose(IReadOnlyList<BiasProbe> probes, Preset preset, Func<string, Tensor, Placement> place)
    {
        var input = _terms is FullGradTerms.All or FullGradTerms.Input or FullGradTerms.InputAndExplicit or FullGradTerms.InputAndImplicit;
        if (_layers == LayerSelection.All)
            return new TermChoice(input, (_, kind) => IsKind(kind));
        var placed = TermPlaces.Layers(probes, preset, place);
        var half = (placed.Count + 1) / 2;
        var chosen = (_layers == LayerSelection.FirstHalf ? placed.Take(half)
            : _layers == LayerSelection.SecondHalf ? placed.Skip(half)
            : _named.Select(names => names.FirstOrDefault(placed.Contains) ?? throw Missing(names[0], placed))).ToHashSet();
        return new TermChoice(input, (node, kind) => IsKind(kind) && chosen.Contains(node.Name));
    }

    private bool IsKind(BiasKind kind) => _terms switch
    {
        FullGradTerms.All or FullGradTerms.Biases => true,
        FullGradTerms.ExplicitBiases or FullGradTerms.InputAndExplicit => kind == BiasKind.Explicit,
        FullGradTerms.ImplicitBiases or FullGradTerms.InputAndImplicit => kind.HasFlag(BiasKind.Implicit),
        _ => false,
    };

    private static ArgumentException Missing(string name, IReadOnlyList<string> placed)
    {
        var nearest = Suggestion.Nearest(name, placed) ?? (placed.Count > 0 ? placed[^1] : null);
        return new ArgumentException(
            $"Layer '{name}' has no bias term with a place on the picture" + (nearest is null ? "; no layer of this network has." : $"; '{nearest}' has one."));
    }
}

/// <summary>Which terms of one run enter the map.</summary>
/// <param name="Input">Whether the input term does.</param>
/// <param name="Bias">Whether the bias term of a node does, by its kind.</param>
internal sealed record TermChoice(bool Input, Func<Node, BiasKind, bool> Bias)
{
    /// <summary>Every term.</summary>
    public static TermChoice All { get; } = new(true, (_, _) => true);
}
