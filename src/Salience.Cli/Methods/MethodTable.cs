using Salience.Cli.Failures;
using Salience.Naming;

namespace Salience.Cli.Methods;

/// <summary>A method that the tool offers.</summary>
/// <param name="Name">Name on the command line.</param>
/// <param name="Formula">What it computes.</param>
/// <param name="Source">Whose definition it is.</param>
/// <param name="Keys">Names of its settings.</param>
/// <param name="Make">Makes it from what was written, the preset of <c>--preset</c> and whether batch normalisation is folded.</param>
internal sealed record MethodEntry(string Name, string Formula, string Source, IReadOnlyList<string> Keys, Func<MethodSpec, string?, bool, IMapMethod> Make);

/// <summary>The methods by name.</summary>
internal static class MethodTable
{
    /// <summary>All methods, the default first.</summary>
    public static IReadOnlyList<MethodEntry> All { get; } =
    [
        new(
            FullGradMethod.MethodName,
            "S = ψ(x⊙∇f) + Σ_k Σ_c ψ((∂f/∂y_k ⊙ b_k)_c), ψ as the preset says",
            "Srinivas and Fleuret 2019, section 4, with implicit biases for every nonlinearity",
            ["preset", "fold"],
            FullGradMethod.From),
    ];

    /// <summary>Makes the methods that were asked for.</summary>
    /// <exception cref="UsageException">There is no such method or setting.</exception>
    public static IReadOnlyList<IMapMethod> Make(IEnumerable<MethodSpec> specs, string? preset, bool fold) =>
        [.. specs.Select(spec => Find(spec.Name).Make(spec, preset, fold))];

    private static MethodEntry Find(string name) =>
        All.FirstOrDefault(m => m.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new UsageException($"--method {name}: there is no such method; "
            + (Suggestion.Nearest(name, All.Select(m => m.Name)) is { } nearest ? $"did you mean '{nearest}'? " : string.Empty)
            + "'salience methods' lists them.");
}
