using Salience.Naming;

namespace Salience.PostProcessing;

/// <summary>The named ways from full-gradient terms to a FullGrad map.</summary>
public static class Presets
{
    /// <summary>The paper's formula, literally: ψ for each channel inside the sum. The default.</summary>
    public static Preset Paper { get; } = new(
        "paper",
        "S = Σ_c ψ((x⊙∇f)_c) + Σ_layers Σ_c ψ((∂f/∂y ⊙ b)_c), ψ = upsample(rescale(|·|)) for each channel",
        "Srinivas and Fleuret 2019, equation of section 4; convolution and batch normalisation merged, as in the authors' code of that year",
        new MapComposition(SignRule.Absolute, RescaleRule.PerChannel, Epsilon: 1e-6),
        MergeBatchNorm: true);

    /// <summary>The authors' repository as it stands.</summary>
    public static Preset Idiap { get; } = new(
        "idiap",
        "as paper, but rescale over all channels and places of a term together; aligned corners; convolution and batch norm apart",
        "idiap/fullgrad-saliency, HEAD",
        new MapComposition(SignRule.Absolute, RescaleRule.PerImage, Epsilon: 1e-6, Upsampling: UpsamplingRule.BilinearAligned),
        MergeBatchNorm: false,
        ExplicitOnly: true);

    /// <summary>The authors' repository in the year of the paper.</summary>
    public static Preset Idiap2019 { get; } = new(
        "idiap-2019",
        "as idiap, but convolution and batch norm merged, corners not aligned, no epsilon",
        "idiap/fullgrad-saliency, September to December 2019, for a batch of one: the original takes minimum and maximum over the whole batch",
        new MapComposition(SignRule.Absolute, RescaleRule.PerImage, Epsilon: 0),
        MergeBatchNorm: true,
        ExplicitOnly: true);

    /// <summary>What pytorch-grad-cam calls FullGrad.</summary>
    public static Preset PytorchGradCam { get; } = new(
        "pytorch-grad-cam",
        "rescale for each channel; convolution and batch norm apart; mean over terms; final map to [0, 1]",
        "jacobgil/pytorch-grad-cam, FullGrad",
        new MapComposition(SignRule.Absolute, RescaleRule.PerChannel, Epsilon: 1e-7, Scale: ScaleRule.MinMax),
        MergeBatchNorm: false,
        ExplicitOnly: true);

    /// <summary>No absolute value and no rescaling: what speaks for the target is positive, what speaks against it negative, in units of the output.</summary>
    public static Preset Signed { get; } = new(
        "signed",
        "S = Σ_c (x⊙∇f)_c + Σ_layers Σ_c upsample(∂f/∂y ⊙ b)_c",
        "the authors' research code with unsigned=False, without its final absolute value",
        new MapComposition(SignRule.Signed, RescaleRule.None, Epsilon: 0),
        MergeBatchNorm: true);

    /// <summary>The map adds up to f(x): signed, enlarged without changing sums, terms without a place carried to the places they come from.</summary>
    public static Preset Complete { get; } = new(
        "complete",
        "as signed, but Σ_pixels S = f(x): sum-preserving upsampling; terms without a place carried back in proportion to |y ⊙ ∂f/∂y|",
        "this project; the terms are those of Srinivas and Fleuret 2019, proposition 3",
        new MapComposition(SignRule.Signed, RescaleRule.None, Epsilon: 0, Upsampling: UpsamplingRule.SumPreserving, Global: GlobalRule.Backproject),
        MergeBatchNorm: true);

    /// <summary>All presets, the default first.</summary>
    public static IReadOnlyList<Preset> All { get; } = [Paper, Idiap, Idiap2019, PytorchGradCam, Signed, Complete];

    /// <summary>The preset of that name.</summary>
    /// <param name="name">One of the names of <see cref="All"/>.</param>
    /// <exception cref="ArgumentException">No preset has that name; the message lists those that exist.</exception>
    public static Preset Find(string name) =>
        All.FirstOrDefault(p => p.Name == name)
        ?? throw new ArgumentException($"There is no preset '{name}'; {(Suggestion.Nearest(name, All.Select(p => p.Name)) is { } nearest ? $"did you mean '{nearest}'? " : string.Empty)}presets: {string.Join(", ", All.Select(p => p.Name))}.", nameof(name));
}
