using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Decomposition;

/// <summary>One forward pass and a backward pass for each target, every bias term going to a sink of that target.</summary>
internal static class FullGradientPass
{
    /// <summary>What is known of one target when its backward pass is over.</summary>
    /// <param name="Input">The explained input, as the network saw it.</param>
    /// <param name="InputGradient">∂f/∂x.</param>
    /// <param name="Scores">The explained scalars <c>(N)</c> with their classes.</param>
    /// <param name="TargetBias">Bias of the target itself, for each image; null where it is linear in the outputs.</param>
    /// <param name="Outputs">All outputs <c>(N, K)</c>, detached.</param>
    /// <param name="Order">Position of each node in the order of execution.</param>
    /// <param name="Steps">Nodes without a defined gradient.</param>
    /// <param name="Watched">The calls that were to be watched, with their gradients, in the order of execution.</param>
    public sealed record Pass(
        Tensor Input,
        Tensor InputGradient,
        TargetScores Scores,
        double[]? TargetBias,
        Tensor Outputs,
        IReadOnlyDictionary<string, int> Order,
        IReadOnlyList<string> Steps,
        IReadOnlyList<WatchedGradients> Watched)
    {
        /// <summary>The term of a target that is not linear in the outputs; it has no place on the picture.</summary>
        public BiasTerm? TargetTerm() =>
            TargetBias is { } bias ? new BiasTerm(Scores.Name!, "Target", BiasKind.Implicit, [bias.Length], bias, InPicture: false) : null;

        /// <summary>The parts absent from the picture, the target's own bias included.</summary>
        public double[] AddTargetBias(double[] absent) => TargetBias is { } bias ? [.. absent.Zip(bias, (a, b) => a + b)] : absent;
    }

    /// <summary>Runs the passes. Tensors of a <see cref="Pass"/> live only during <paramref name="finish"/>.</summary>
    public static void Run<TSink>(
        ExplainedModel model,
        Tensor images,
        IReadOnlyList<Target> targets,
        FullGradientSettings settings,
        Func<GradientTape, TSink> makeSink,
        Action<TSink, Pass> finish,
        CancellationToken cancellation,
        Func<string, Tensor, bool>? watch = null)
        where TSink : IBiasTermSink
    {
        using var scope = NewDisposeScope();
        using var tape = model.Record(images, settings, cancellation, watch);
        for (var i = 0; i < targets.Count; i++)
        {
            using var inner = NewDisposeScope();
            var (scores, gradient, bias) = TargetGradient.Of(targets[i], tape.Output);
            var sink = makeSink(tape);
            var (inputGradient, watched) = tape.Backward(gradient, sink, last: i == targets.Count - 1, tape.Watched);
            using var quiet = no_grad();
            finish(sink, new Pass(tape.Input.detach(), inputGradient, scores, bias, tape.Output.detach(), tape.Order, tape.Steps, watched));
        }
    }
}
