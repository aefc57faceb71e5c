using Salience.Cli.Records;
using Salience.Imaging;

namespace Salience.Cli.Comparing;

/// <summary>What one method said of one image, and what that took.</summary>
/// <param name="Map">The map.</param>
/// <param name="Sum">What the attributions add up to.</param>
/// <param name="Seconds">Time.</param>
/// <param name="Forward">Images and perturbed copies that were run forward.</param>
/// <param name="Backward">Images and perturbed copies whose outputs were differentiated.</param>
/// <param name="PeakBytes">Memory it took at its peak beyond what the process held before; <see langword="null"/> where that cannot be measured.</param>
internal sealed record MapResult(HeatMap Map, SumRecord? Sum, double Seconds, long Forward, long Backward, long? PeakBytes);

/// <summary>One image under every method.</summary>
/// <param name="Record">Which image, which class, which score.</param>
/// <param name="Picture">What the network saw.</param>
/// <param name="Results">One for each method; <see langword="null"/> where it failed.</param>
internal sealed record ComparedImage(AccountRecord Record, RgbImage Picture, IReadOnlyList<MapResult?> Results);
