using Salience.Decomposition;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Attribution.Differences;

/// <summary>One forward pass over references, one over images, and a backward pass of multipliers for each target.</summary>
internal static class DifferencePass
{
    /// <summary>What one target gave.</summary>
    /// <param name="Multipliers">Of the input, <c>Δf = ⟨m, x − x₀⟩</c>.</param>
    /// <param name="Target">The scalars and their differences.</param>
    /// <param name="Outputs">Outputs at the images, detached.</param>
    public sealed record Result(Tensor Multipliers, TargetDifference Target, Tensor Outputs);

    /// <summary>Runs the passes. Tensors belong to the current dispose scope.</summary>
    /// <param name="network">The network.</param>
    /// <param name="plan">The rule of each node.</param>
    /// <param name="threshold">Differences below it have the derivative for a multiplier.</param>
    /// <param name="images">A tensor for every input; the first one is explained.</param>
    /// <param name="references">The same at the references, row for row.</param>
    /// <param name="targets">Which scalars.</param>
    /// <param name="cancellation">Ends the work between two operators, or between two backward passes.</param>
    public static IReadOnlyList<Result> Run(
        Network network,
        DifferencePlan plan,
        double threshold,
        IReadOnlyDictionary<string, Tensor> images,
        IReadOnlyDictionary<string, Tensor> references,
        IReadOnlyList<Target> targets,
        CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var values = ReferenceValues.Record(network, plan, references, cancellation);
        using var session = new DifferenceSession(threshold, (int)images[network.Inputs[0].Name].shape[0]);
        using var tape = GradientTape.Plain(network, images, cancellation, new DifferenceRecorder(plan, values, session));
        var results = new List<Result>();
        for (var i = 0; i < targets.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var target = TargetDifference.Of(targets[i], tape.Output, values.Output);
            var multipliers = tape.Backward(target.Multipliers, sink: null, last: i == targets.Count - 1);
            session.Hold(null);
            session.Failure?.Throw();
            results.Add(new Result(
                multipliers.MoveToOuterDisposeScope(),
                target with { Scores = target.Scores with { Scores = target.Scores.Scores.MoveToOuterDisposeScope() } },
                tape.Output.detach().MoveToOuterDisposeScope()));
        }

        return results;
    }
}
