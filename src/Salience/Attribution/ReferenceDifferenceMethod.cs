using Salience.Attribution.Differences;
using Salience.Attribution.Engine;
using Salience.Decomposition;
using Salience.Networks;
using Salience.PostProcessing;
using static TorchSharp.torch;

namespace Salience.Attribution;

/// <summary>A method that follows the difference between images and references through the network, averaged over references.</summary>
/// <remarks>Pairs of image and reference run in passes of at most <see cref="AttributionMethod.Batch"/>; targets share the forward passes.</remarks>
public abstract class ReferenceDifferenceMethod : AttributionMethod
{
    private readonly Choice _choice;
    private readonly Lazy<DifferencePlan> _plan;
    private readonly int _references;

    private protected ReferenceDifferenceMethod(Network network, Choice choice)
        : base(network)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(choice.References, 1, "settings");
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(choice.Threshold, 0, "settings");
        _choice = choice;
        _references = choice.Baseline.Count ?? choice.References;
        _plan = new Lazy<DifferencePlan>(() => new DifferencePlan(network, choice.Rule, choice.Operators));
    }

    /// <inheritdoc/>
    private protected sealed override string? WhyUnsupported() => _plan.Value.Refusal;

    /// <inheritdoc/>
    private protected sealed override void Explain(Request request, List<Explanation> explanations)
    {
        var (inputs, images, n) = (InputsOfCopies(request.Count), request.Images, request.Count);
        // One pass over all pairs of one reference shows what the images give; otherwise it is computed first, for targets that depend on it.
        var originals = _references == 1 && n <= Batch ? null : Originals.Of(Network, images, inputs, request.Targets, Batch, request.Cancellation);
        var values = request.Targets.Select(_ => zeros_like(images)).ToList();
        var expected = request.Targets.Select(_ => new double[n]).ToList();
        var passes = new PassProgress(request.Progress, PerturbedCopies.PassCount(n, _references, Batch));
        foreach (var rows in PerturbedCopies.Cut(n, _references, Batch))
        {
            request.Cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var (x, x0) = (rows.Originals(images), References(rows, images));
            var targets = originals is null ? request.Targets : [.. request.Targets.Select((t, i) => rows.TargetFor(t, originals.Scores[i]))];
            var results = DifferencePass.Run(Network, _plan.Value, _choice.Threshold, inputs(x, rows), inputs(x0, rows), targets, request.Cancellation);
            for (var t = 0; t < results.Count; t++)
            {
                rows.AddTo(values[t], results[t].Multipliers * (x - x0) / _references);
                for (var r = 0; r < rows.Images.Length; r++)
                    expected[t][rows.Images[r]] += results[t].Target.Differences[r] / _references;
            }

            originals ??= Of(results);
            passes.Pass();
        }

        for (var t = 0; t < values.Count; t++)
        {
            var account = new SumAccount(_references == 1 ? "f(x) − f(x₀)" : "f(x) − mean f(x_k)", expected[t], PerImage.Sum(values[t], n));
            explanations.Add(new Explanation(InputMap.Reduce(values[t], _choice.Map), values[t], originals!.Outputs, originals.Scores[t], account));
        }
    }

    private static Originals Of(IReadOnlyList<DifferencePass.Result> results) => new(
        results[0].Outputs.MoveToOuterDisposeScope(),
        [.. results.Select(r => r.Target.Scores with { Scores = r.Target.Scores.Scores.MoveToOuterDisposeScope() })]);

    private Tensor References(PerturbedCopies rows, Tensor images) =>
        cat([.. rows.Images.Select((image, r) => _choice.Baseline.Make(images.narrow(0, image, 1), rows.Copies[r], _choice.Seed))]);

    /// <summary>What the methods of the family may choose.</summary>
    /// <param name="Rule">The rule of nonlinearities.</param>
    /// <param name="Baseline">The references.</param>
    /// <param name="References">How many references of a random baseline.</param>
    /// <param name="Operators">Which operators have a rule.</param>
    /// <param name="Threshold">Differences below it have the derivative for a multiplier.</param>
    /// <param name="Seed">Draws random references.</param>
    /// <param name="Map">How the channels of a place become one number.</param>
    private protected sealed record Choice(
        DeepLiftRule Rule, Baseline Baseline, int References, DeepLiftOperators Operators, double Threshold, long Seed, ChannelReduction Map);
}
