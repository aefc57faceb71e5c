using Salience.Decomposition;

namespace Salience.Cli.Targets;

/// <summary>One scalar to explain, as asked for on the command line.</summary>
/// <param name="Target">The scalar.</param>
/// <param name="Text">How records name it: <c>auto</c>, <c>top2</c>, <c>281</c>, <c>281-207</c>.</param>
/// <param name="Against">The class whose output is subtracted, for a margin.</param>
internal sealed record TargetChoice(Target Target, string Text, int? Against = null);
