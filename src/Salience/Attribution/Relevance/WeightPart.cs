using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Attribution.Relevance;

/// <summary>What a rule puts in place of a layer's weights, and of its bias.</summary>
internal enum WeightPart
{
    /// <summary>w.</summary>
    All,

    /// <summary>w⁺ = max(0, w).</summary>
    Positive,

    /// <summary>w⁻ = min(0, w).</summary>
    Negative,

    /// <summary>w + γ·w⁺.</summary>
    MorePositive,

    /// <summary>w + γ·w⁻.</summary>
    MoreNegative,

    /// <summary>w².</summary>
    Squared,

    /// <summary>1.</summary>
    Ones,
}

/// <summary>Parts of the weights of one network, each made once.</summary>
/// <param name="gamma">γ.</param>
internal sealed class WeightParts(double gamma) : IDisposable
{
    private readonly Dictionary<(string Node, bool IsBias, WeightPart Part), Tensor> _made = [];

    /// <summary>A part of a constant; it stays this object's.</summary>
    /// <param name="node">Name of the layer.</param>
    /// <param name="isBias">Whether it is the layer's bias.</param>
    /// <param name="constant">The constant.</param>
    /// <param name="factor">What the layer multiplies it by.</param>
    /// <param name="part">Which part.</param>
    public Tensor Of(string node, bool isBias, Tensor constant, double factor, WeightPart part)
    {
        if (part == WeightPart.All && factor == 1)
            return constant;
        if (!_made.TryGetValue((node, isBias, part), out var made))
            _made.Add((node, isBias, part), made = Make(factor == 1 ? constant : constant * factor, part).DetachFromDisposeScope());
        return made;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var made in _made.Values)
            made.Dispose();
    }

    private Tensor Make(Tensor w, WeightPart part) => part switch
    {
        WeightPart.Positive => w.clamp(min: 0),
        WeightPart.Negative => w.clamp(max: 0),
        WeightPart.MorePositive => w + w.clamp(min: 0) * gamma,
        WeightPart.MoreNegative => w + w.clamp(max: 0) * gamma,
        WeightPart.Squared => w.square(),
        WeightPart.Ones => ones_like(w),
        _ => w.alias(),
    };
}
