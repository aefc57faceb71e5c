using Salience.Cli.Records;
using Salience.Evaluation.Costs;
using Salience.Imaging;

namespace Salience.Cli.Comparing;

/// <summary>What one method said of one image, and what that took.</summary>
/// <param name="Map">The map.</param>
/// <param name="Sum">What the attributions add up to.</param>
/// <param name="Cost">What that took.</param>
internal sealed record MapResult(HeatMap Map, SumRecord? Sum, WorkCost Cost);

/// <summary>One image under every method.</summary>
/// <param name="Record">Which image, which class, which score.</param>
/// <param name="Picture">What the network saw.</param>
/// <param name="Results">One for each method; <see langword="null"/> where it failed.</param>
internal sealed record ComparedImage(AccountRecord Record, RgbImage Picture, IReadOnlyList<MapResult?> Results);
