namespace Salience.Imaging.ColorMaps;

/// <summary>The colour maps by name.</summary>
public static class ColorMap
{
    /// <summary>All colour maps.</summary>
    public static IReadOnlyList<IColorMap> All { get; } =
        [new Turbo(), new Viridis(), new Inferno(), new Magma(), new Jet(), new Grey(), new RedBlue()];

    /// <summary>For maps without a sign: turbo.</summary>
    public static IColorMap Sequential { get; } = Named("turbo");

    /// <summary>For maps with a sign: red-blue.</summary>
    public static IColorMap Diverging { get; } = Named("red-blue");

    /// <summary>The colour map of that name, in any case of letters.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the names.</exception>
    public static IColorMap Named(string name) => All.FirstOrDefault(map => map.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"Colour map '{name}' is unknown; use {string.Join(", ", All.Select(map => map.Name))}.");
}
