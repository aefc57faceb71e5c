namespace Salience.Attribution;

/// <summary>Whose bias terms a FullGrad map shows: all layers, a half of them, or some by name.</summary>
/// <remarks>
/// Layers are the nodes whose bias term has a place on the picture, in execution order; of an odd number the middle one belongs to the first half.
/// The input term belongs to no layer: <see cref="FullGradTerms"/> decides on it. Source: the options of the authors' research code, by layers of
/// the network in place of modules.
/// </remarks>
public sealed record LayerSelection
{
    private readonly string _text;

    private LayerSelection(string text) => _text = text;

    /// <summary>All layers.</summary>
    public static LayerSelection All { get; } = new("all");

    /// <summary>The layers nearer to the input.</summary>
    public static LayerSelection FirstHalf { get; } = new("first-half");

    /// <summary>The layers nearer to the output.</summary>
    public static LayerSelection SecondHalf { get; } = new("second-half");

    /// <summary>What <see cref="Parse"/> reads.</summary>
    internal static IReadOnlyList<string> Forms => ["all", "first-half", "second-half", "NAME+NAME…"];

    /// <summary>Names of the layers where they are given by name, else none.</summary>
    public IReadOnlyList<string> Names => this == All || this == FirstHalf || this == SecondHalf ? [] : _text.Split('+');

    /// <summary>Some layers by the name of their node or of the value it writes.</summary>
    /// <param name="names">At least one name; a name holds no plus sign.</param>
    /// <exception cref="ArgumentException">There is no name, or one is empty or holds a plus sign.</exception>
    public static LayerSelection Named(params IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (names.Count == 0 || names.Any(n => string.IsNullOrWhiteSpace(n) || n.Contains('+', StringComparison.Ordinal)))
            throw new ArgumentException($"'{string.Join("+", names)}' names no layers: give names without '+', one at least.", nameof(names));
        return new LayerSelection(string.Join('+', names));
    }

    /// <summary>Reads <c>all</c>, <c>first-half</c>, <c>second-half</c> or <c>NAME+NAME…</c>.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ArgumentException">A name is empty.</exception>
    public static LayerSelection Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Named(text.Split('+', StringSplitOptions.TrimEntries));
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => _text;
}
