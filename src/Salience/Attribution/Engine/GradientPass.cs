using Salience.Decomposition;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Attribution.Engine;

/// <summary>∂f/∂x for one or several targets from one forward pass, with nothing recorded on the way.</summary>
internal static class GradientPass
{
    /// <summary>The gradients of one target.</summary>
    /// <param name="Input">∂f/∂x, shaped like the input.</param>
    /// <param name="Scores">The explained scalars, detached.</param>
    /// <param name="Outputs">All outputs <c>(N, K)</c>, detached.</param>
    public sealed record Result(Tensor Input, TargetScores Scores, Tensor Outputs);

    /// <summary>Runs the network once forward and once backward for each target. Tensors of the results belong to the current dispose scope.</summary>
    /// <param name="network">The network.</param>
    /// <param name="inputs">A tensor for every input; the first one is explained.</param>
    /// <param name="targets">Which scalars.</param>
    /// <param name="cancellation">Ends the work between two operators of the forward pass, or between two backward passes.</param>
    /// <param name="observer">May put other tensors in place of an operator's outputs, for methods with a backward rule of their own.</param>
    public static IReadOnlyList<Result> Run(
        Network network, IReadOnlyDictionary<string, Tensor> inputs, IReadOnlyList<Target> targets, CancellationToken cancellation, IExecutionObserver? observer = null)
    {
        using var scope = NewDisposeScope();
        using var tape = GradientTape.Plain(network, inputs, cancellation, observer);
        var results = new List<Result>();
        for (var i = 0; i < targets.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (scores, gradient, _) = TargetGradient.Of(targets[i], tape.Output);
            var input = tape.Backward(gradient, sink: null, last: i == targets.Count - 1);
            results.Add(new Result(
                input.MoveToOuterDisposeScope(),
                scores with { Scores = scores.Scores.MoveToOuterDisposeScope() },
                tape.Output.detach().MoveToOuterDisposeScope()));
        }

        return results;
    }
}
