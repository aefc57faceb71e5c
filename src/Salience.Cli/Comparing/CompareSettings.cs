using Salience.Cli.Methods;
using Salience.Imaging;

namespace Salience.Cli.Comparing;

/// <summary>What <c>salience compare</c> was asked for beyond the network and its inputs.</summary>
/// <param name="Methods">The methods; <see langword="null"/> for every one that applies.</param>
/// <param name="Options">Settings that options set.</param>
/// <param name="Batch">Most images in one pass, perturbed copies included; <see langword="null"/> for the library's choice.</param>
/// <param name="Absolute">Whether maps are compared by the size of their values.</param>
/// <param name="Folder">Where results go.</param>
/// <param name="Overlay">Colours, opacity and percentile.</param>
/// <param name="Csv">Whether tables are written as CSV, too.</param>
/// <param name="Json">Whether the record is printed in place of tables.</param>
internal sealed record CompareSettings(
    IReadOnlyList<MethodChoice>? Methods, MethodOptions Options, int? Batch, bool Absolute, string Folder, OverlaySettings Overlay, bool Csv, bool Json);
