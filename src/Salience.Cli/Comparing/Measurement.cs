using System.Diagnostics;
using Salience.Attribution;
using Salience.Cli.Records;
using Salience.Decomposition;
using Salience.Imaging;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Cli.Comparing;

/// <summary>Explains one image with one method and counts what it takes.</summary>
internal static class Measurement
{
    /// <summary>A first call that is over sooner than this was for preparation; what counts is the second one.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    /// <summary>What the network says of the image: outputs, explained class and scalar.</summary>
    public sealed record Answer(Tensor Outputs, long Class, double Score);

    /// <summary>Explains and measures.</summary>
    /// <param name="method">The method.</param>
    /// <param name="image">The image, <c>(1, …)</c>.</param>
    /// <param name="target">The explained scalar.</param>
    /// <param name="first">Whether the method has not run before: compiled code, thread pools and what a method finds out once do not count.</param>
    /// <param name="progress">Told how far the method is.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The result, and what the network says; the outputs are disposed by the caller.</returns>
    public static (MapResult Result, Answer Answer) Run(
        AttributionMethod method, Tensor image, Target target, bool first, IProgress<double> progress, CancellationToken cancellation)
    {
        var (result, answer, time) = Once(method, image, target, progress, cancellation);
        if (!first || time > Short)
            return (result, answer);
        answer.Outputs.Dispose();
        (result, answer, _) = Once(method, image, target, progress, cancellation);
        return (result, answer);
    }

    private static (MapResult Result, Answer Answer, TimeSpan Time) Once(
        AttributionMethod method, Tensor image, Target target, IProgress<double> progress, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var memory = MemoryPeak.Start();
        using var meter = PassMeter.Start();
        var watch = Stopwatch.StartNew();
        using var explanation = method.Explain(image, target, progress, cancellation);
        var time = watch.Elapsed;
        var result = new MapResult(
            HeatMap.FromTensor(explanation.Map.select(0, 0)), SumRecord.Of(explanation.Account, 0), time.TotalSeconds, meter.Forward, meter.Backward, memory.Bytes);
        var answer = new Answer(explanation.Outputs.alias().MoveToOuterDisposeScope(), explanation.Classes![0], explanation.Scores[0]);
        return (result, answer, time);
    }
}
