namespace Salience.Imaging;

/// <summary>What a panel shows beneath picture, overlay and map.</summary>
/// <param name="TilesTitle">What the tiles are, one line.</param>
/// <param name="Tiles">Small maps such as those of the layers; may be empty.</param>
/// <param name="Notes">Lines at the end, such as how the explanation adds up; may be empty.</param>
public sealed record PanelDetails(string TilesTitle, IReadOnlyList<MontageTile> Tiles, IReadOnlyList<string> Notes)
{
    /// <summary>Nothing at all.</summary>
    internal static PanelDetails None { get; } = new(string.Empty, [], []);
}
