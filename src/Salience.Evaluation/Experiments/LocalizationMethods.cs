using Salience.Attribution;
using Salience.Networks;
using Salience.PostProcessing;

namespace Salience.Evaluation.Experiments;

/// <summary>The methods that the localisation experiment compares unless told otherwise, bound to a network.</summary>
/// <remarks>
/// FullGrad under every preset, the magnitude of the input gradient, input × gradient, random maps. Of maps with a sign (the preset
/// <c>signed</c>, input × gradient) the positive part counts: what speaks for the explained class.
/// </remarks>
public sealed class LocalizationMethods : IDisposable
{
    private readonly List<AttributionMethod> _owned = [];

    /// <summary>Prepares the methods.</summary>
    /// <param name="network">The network; it must outlive this object.</param>
    /// <param name="seed">Seed of the random maps.</param>
    public LocalizationMethods(Network network, long seed)
    {
        ArgumentNullException.ThrowIfNull(network);
        All =
        [
            .. Presets.All.Select(preset => Own(
                $"fullgrad {preset.Name}",
                preset.Sign == SignRule.Signed ? $"max(0, S), {preset.Formula}" : preset.Formula,
                new FullGrad(network, new FullGradSettings(preset)))),
            Own("gradient", "Σ_c |∂f/∂x_c|", new Saliency(network, new SaliencySettings(Map: ChannelReduction.AbsoluteSum))),
            Own("input x gradient", "max(0, Σ_c x_c · ∂f/∂x_c)", new InputXGradient(network)),
            LocalizationMethod.Random(seed),
        ];
    }

    /// <summary>The methods, FullGrad's default first.</summary>
    public IReadOnlyList<LocalizationMethod> All { get; }

    /// <inheritdoc/>
    public void Dispose() => _owned.ForEach(method => method.Dispose());

    private LocalizationMethod Own(string name, string definition, AttributionMethod method)
    {
        _owned.Add(method);
        return LocalizationMethod.Of(name, definition, MapEvidence.Positive, method);
    }
}
