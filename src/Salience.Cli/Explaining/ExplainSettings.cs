using Salience.Cli.Methods;
using Salience.Imaging;

namespace Salience.Cli.Explaining;

/// <summary>What <c>salience explain</c> was asked for beyond the network and its inputs.</summary>
/// <param name="Methods">The methods, each with its settings.</param>
/// <param name="Top">How many of the best classes.</param>
/// <param name="Batch">Most images in one run of the network, perturbed copies included; <see langword="null"/> for one picture and 16 copies.</param>
/// <param name="Folder">Where results go.</param>
/// <param name="Overlay">Colours and opacity.</param>
/// <param name="Panel">Whether everything is drawn in one picture, and not the overlay alone.</param>
/// <param name="Raw">Whether raw maps are written.</param>
/// <param name="Json">Whether the records are printed.</param>
internal sealed record ExplainSettings(
    IReadOnlyList<MethodChoice> Methods, int Top, int? Batch, string Folder, OverlaySettings Overlay, bool Panel, bool Raw, bool Json)
{
    /// <summary>Pictures in one run of the network.</summary>
    public int Pictures => Batch ?? 1;
}
