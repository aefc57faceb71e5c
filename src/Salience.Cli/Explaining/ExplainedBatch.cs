using System.Diagnostics;
using Salience.Attribution;
using Salience.Cli.Targets;
using static TorchSharp.torch;

namespace Salience.Cli.Explaining;

/// <summary>The explanations of the images of one run of the network, one for each target.</summary>
/// <param name="Places">The images.</param>
/// <param name="Explanations">One for each target.</param>
/// <param name="Seconds">Time for one explanation.</param>
internal sealed record ExplainedBatch(IReadOnlyList<ImagePlace> Places, IReadOnlyList<Explanation> Explanations, double Seconds) : IDisposable
{
    /// <summary>Explains; the result is disposed by the caller.</summary>
    public static ExplainedBatch Run(
        AttributionMethod method,
        Tensor images,
        IReadOnlyList<TargetChoice> choices,
        IReadOnlyList<ImagePlace> places,
        IProgress<double> progress,
        CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var explanations = method.Explain(images, [.. choices.Select(c => c.Target)], progress, cancellation);
        var seconds = watch.Elapsed.TotalSeconds / (choices.Count * places.Count);
        return new ExplainedBatch(places, explanations, seconds);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var explanation in Explanations)
            explanation.Dispose();
    }
}
