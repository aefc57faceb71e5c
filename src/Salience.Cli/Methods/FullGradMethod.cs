using Salience.Attribution;
using Salience.Cli.Failures;
using Salience.Decomposition;
using Salience.Naming;
using Salience.Networks;
using Salience.PostProcessing;
using static TorchSharp.torch;

namespace Salience.Cli.Methods;

/// <summary>The FullGrad map under one preset.</summary>
internal sealed class FullGradMethod(Preset preset, bool fold) : IMapMethod
{
    /// <summary>The method's name.</summary>
    public const string MethodName = "fullgrad";

    public string Name => MethodName;

    public string? Preset => preset.Name;

    public IReadOnlyDictionary<string, string> Settings { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["fold"] = fold ? "true" : "false",
        ["preset"] = preset.Name,
    };

    /// <summary>Reads the settings <c>preset</c> and <c>fold</c>.</summary>
    /// <param name="spec">What was written.</param>
    /// <param name="preset">The preset unless the settings name one.</param>
    /// <param name="fold">Whether batch normalisation is folded unless the settings say.</param>
    public static FullGradMethod From(MethodSpec spec, string? preset, bool fold)
    {
        if (spec.Settings.Keys.FirstOrDefault(key => key is not ("preset" or "fold")) is { } unknown)
            throw new UsageException($"--method {spec.Name}: there is no setting '{unknown}'; its settings are preset and fold.");
        if (spec.Settings.TryGetValue("fold", out var text) && !bool.TryParse(text, out fold))
            throw new UsageException($"--method {spec.Name}: fold={text} is neither true nor false.");
        return new FullGradMethod(Find(spec.Settings.GetValueOrDefault("preset") ?? preset ?? Presets.Paper.Name), fold);
    }

    public IPreparedMethod Prepare(Network network) => new Prepared(network, new FullGrad(network, new FullGradSettings(preset, fold)));

    private static Preset Find(string name) =>
        Presets.All.FirstOrDefault(p => p.Name == name)
        ?? throw new UsageException($"there is no preset '{name}'; "
            + (Suggestion.Nearest(name, Presets.All.Select(p => p.Name)) is { } nearest ? $"did you mean '{nearest}'? " : string.Empty)
            + $"Presets: {string.Join(", ", Presets.All.Select(p => p.Name))}.");

    private sealed class Prepared(Network network, FullGrad method) : IPreparedMethod
    {
        public IReadOnlyList<FullGradExplanation> Explain(Tensor images, IReadOnlyList<Target> targets, CancellationToken cancellation) =>
            method.Explain(images, targets, cancellation: cancellation);

        public FullGradientResult Terms(Tensor image, Target target, CancellationToken cancellation) =>
            FullGradient.Decompose(network, image, target, new FullGradientSettings(method.Preset.MergeBatchNorm), cancellation);

        public void Dispose() => method.Dispose();
    }
}
