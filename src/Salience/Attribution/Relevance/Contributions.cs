using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Attribution.Relevance;

/// <summary>Contributions of positive inputs through one part of the weights, and of negative ones through another.</summary>
/// <remarks>
/// <c>z_j = Σ_i (x_i⁺ u_ij + x_i⁻ v_ij) + c_j</c>, u and v parts of w and c the part of b that goes with u. With u = w⁺ and v = w⁻ these are the
/// positive contributions, with u = w⁻ and v = w⁺ the negative ones. Behind a ReLU there are no negative inputs, and one pass through the layer does.
/// </remarks>
internal sealed class Contributions
{
    private readonly LayerCall _layer;
    private readonly WeightPart _part;
    private readonly List<(Tensor X, LayerPass Pass)> _passes = [];

    /// <summary>Computes the sums z.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="positive">u.</param>
    /// <param name="negative">v.</param>
    public Contributions(LayerCall layer, WeightPart positive, WeightPart negative)
    {
        (_layer, _part) = (layer, positive);
        var x = layer.X;
        var signed = x.numel() > 0 && x.min().lt(0).ToBoolean();
        Add(signed ? x.clamp(min: 0) : x, positive, withBias: true);
        if (signed)
            Add(x.clamp(max: 0), negative, withBias: false);
        Sums = _passes.Count == 1 ? _passes[0].Pass.Output : _passes[0].Pass.Output + _passes[1].Pass.Output;
    }

    /// <summary>z.</summary>
    public Tensor Sums { get; }

    /// <summary>Each contribution times <c>g_j</c>, summed to its input; may be asked once.</summary>
    /// <param name="g">Relevance for one unit of contribution, shaped like z.</param>
    public LayerRelevance Share(Tensor g)
    {
        var input = _passes.Select(p => p.X * p.Pass.Pull(g)).Aggregate((a, b) => a + b);
        return new LayerRelevance(input, _layer.BiasShare(_part, g));
    }

    private void Add(Tensor x, WeightPart part, bool withBias) => _passes.Add((x, _layer.Run(x, part, withBias)));
}
