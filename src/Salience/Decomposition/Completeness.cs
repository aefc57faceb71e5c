using Salience.Operators;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Decomposition;

/// <summary>Whether and how an output adds up: <c>f(x) = ⟨∇f, x⟩ + Σ_k ⟨∂f/∂y_k, b_k⟩</c>, for each image of a batch.</summary>
/// <remarks>The residual is a result, not an assertion: a reader judges by it how far the terms can be trusted.</remarks>
public sealed class Completeness
{
    internal Completeness(FullGradientPass.Pass pass, IReadOnlyList<double> inputTerms, IReadOnlyList<BiasTerm> terms, IReadOnlyList<double> absentFromPicture)
    {
        var outputs = PerImage.Values(pass.Scores.Scores);
        (Outputs, InputTerms, Terms, AbsentFromPicture) = (outputs, inputTerms, terms, absentFromPicture);
        (Classes, WithoutGradient) = (pass.Scores.Classes, pass.Steps);
        Sums = Enumerable.Range(0, outputs.Length).Select(i => inputTerms[i] + terms.Sum(t => t.Sums[i])).ToArray();
        Remarks = Enumerable.Range(0, outputs.Length).Where(i => !double.IsFinite(Outputs[i]) || !double.IsFinite(Sums[i])).Select(i => NotFinite(pass, i)).ToList();
    }

    /// <summary>f(x), the explained scalar.</summary>
    public IReadOnlyList<double> Outputs { get; }

    /// <summary>⟨∇f, x⟩.</summary>
    public IReadOnlyList<double> InputTerms { get; }

    /// <summary>The bias terms in execution order.</summary>
    public IReadOnlyList<BiasTerm> Terms { get; }

    /// <summary>The explained class of each image, where the target names one.</summary>
    public IReadOnlyList<long>? Classes { get; }

    /// <summary>The sum of the input term and all bias terms.</summary>
    public IReadOnlyList<double> Sums { get; }

    /// <summary>
    /// The part of the sum that is not in the map, in units of the output: terms without a place on the picture, unless the map's composition spreads them
    /// or carries them back, and terms that a preset leaves out.
    /// </summary>
    public IReadOnlyList<double> AbsentFromPicture { get; }

    /// <summary>
    /// Nodes that are step functions of the input, such as rounding: they have no useful gradient. Their values count as bias or constant, so
    /// the terms add up, but what passed through them is not traced to the input.
    /// </summary>
    public IReadOnlyList<string> WithoutGradient { get; }

    /// <summary>
    /// Why an account is not to be trusted, one sentence each: numbers that are not finite, or, where a residual is larger than rounding
    /// explains, what the terms miss, as far as it can be told.
    /// </summary>
    public IReadOnlyList<string> Remarks { get; internal set; }

    /// <summary><c>|sum − f|</c> of one image.</summary>
    /// <param name="image">Index in the batch.</param>
    public double AbsoluteResidual(int image) => Math.Abs(Sums[image] - Outputs[image]);

    /// <summary><c>|sum − f| / max(1, |f|)</c> of one image.</summary>
    /// <param name="image">Index in the batch.</param>
    public double Residual(int image) => AbsoluteResidual(image) / Math.Max(1, Math.Abs(Outputs[image]));

    /// <summary><c>Σ|terms| / |f|</c> of one image: 1 where all terms pull one way; large where terms cancel and a map of their magnitudes misleads.</summary>
    /// <param name="image">Index in the batch.</param>
    public double Cancellation(int image) =>
        (Math.Abs(InputTerms[image]) + Terms.Sum(t => Math.Abs(t.Sums[image]))) / Math.Abs(Outputs[image]);

    /// <summary><see cref="AbsentFromPicture"/> as a share of the output, <c>|absent| / |f|</c>, of one image.</summary>
    /// <param name="image">Index in the batch.</param>
    public double AbsentShare(int image) => Math.Abs(AbsentFromPicture[image]) / Math.Abs(Outputs[image]);

    /// <summary>The share of the output, <c>term / f</c>, that comes from biases of one kind.</summary>
    /// <param name="image">Index in the batch.</param>
    /// <param name="kind">Kind of bias.</param>
    public double Share(int image, BiasKind kind) => Terms.Where(t => t.Kind == kind).Sum(t => t.Sums[image]) / Outputs[image];

    private string NotFinite(FullGradientPass.Pass pass, int image)
    {
        using var scope = NewDisposeScope();
        var bad = pass.Input[image].isfinite().logical_not().sum().ToInt64();
        var cause = bad > 0 ? $"the input holds {bad} values that are NaN or infinite" : "a value or a gradient within the network is NaN or overflows";
        return FormattableString.Invariant($"Image {image}: the output is {Outputs[image]} and its terms sum to {Sums[image]}, because {cause}; its map means nothing.");
    }
}
