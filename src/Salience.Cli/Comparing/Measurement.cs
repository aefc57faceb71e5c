using Salience.Attribution;
using Salience.Cli.Records;
using Salience.Decomposition;
using Salience.Evaluation.Costs;
using Salience.Imaging;
using static TorchSharp.torch;

namespace Salience.Cli.Comparing;

/// <summary>Explains one image with one method and counts what it takes.</summary>
internal static class Measurement
{
    /// <summary>A first call that is over in fewer seconds was for preparation; what counts is the second one.</summary>
    private const double Short = 1;

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
        var (result, answer) = Once(method, image, target, progress, cancellation);
        if (!first || result.Cost.Seconds > Short)
            return (result, answer);
        answer.Outputs.Dispose();
        return Once(method, image, target, progress, cancellation);
    }

    private static (MapResult Result, Answer Answer) Once(AttributionMethod method, Tensor image, Target target, IProgress<double> progress, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var (explained, cost) = CostMeter.Measure(() => method.Explain(image, target, progress, cancellation));
        using var explanation = explained;
        var result = new MapResult(HeatMap.FromTensor(explanation.Map.select(0, 0)), SumRecord.Of(explanation.Account, 0), cost);
        return (result, new Answer(explanation.Outputs.alias().MoveToOuterDisposeScope(), explanation.Classes![0], explanation.Scores[0]));
    }
}
