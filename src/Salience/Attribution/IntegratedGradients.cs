using Salience.Attribution.Engine;
using Salience.Decomposition;
using Salience.Networks;
using Salience.PostProcessing;
using static TorchSharp.torch;

namespace Salience.Attribution;

/// <summary>Settings of <see cref="IntegratedGradients"/>.</summary>
/// <param name="Steps">Gradients on the path; at least 1.</param>
/// <param name="Rule">Where on the path.</param>
/// <param name="Baseline">The reference x₀; zero where <see langword="null"/>.</param>
/// <param name="References">How many references of a random baseline are averaged; a baseline that holds references uses all of them.</param>
/// <param name="Gap">Largest convergence gap, <c>|Σ A − (f(x) − f(x₀))| / max(1, |f(x) − f(x₀)|)</c>; steps are doubled until it is met. 0 for the steps given.</param>
/// <param name="MaxSteps">Where doubling ends.</param>
/// <param name="Seed">Draws random references.</param>
/// <param name="Map">How the channels of a place become one number of the map.</param>
public sealed record IntegratedGradientsSettings(
    int Steps = 50,
    QuadratureRule Rule = QuadratureRule.GaussLegendre,
    Baseline? Baseline = null,
    int References = 10,
    double Gap = 0,
    int MaxSteps = 1600,
    long Seed = 0,
    ChannelReduction Map = ChannelReduction.Sum);

/// <summary>Integrated gradients: the gradient averaged on the straight path from a reference to the input, times their difference.</summary>
/// <remarks>
/// Computes <c>A = (x − x₀) ⊙ ∫₀¹ ∇f(x₀ + α(x − x₀)) dα</c>, the integral by quadrature; with several references the mean of their attributions.
/// Adds up to <c>f(x) − f(x₀)</c> as the quadrature converges; <see cref="Explanation.Account"/> says how far it has. Source: Sundararajan,
/// Taly and Yan 2017, equation 1.
/// </remarks>
public sealed class IntegratedGradients : AttributionMethod
{
    private readonly IntegratedGradientsSettings _settings;
    private readonly Baseline _baseline;
    private readonly int _references;

    /// <summary>Prepares explanations of a network.</summary>
    /// <param name="network">The network; it is left as it was and must outlive this object.</param>
    /// <param name="settings">Options; the defaults where <see langword="null"/>.</param>
    public IntegratedGradients(Network network, IntegratedGradientsSettings? settings = null)
        : base(network)
    {
        _settings = settings ?? new IntegratedGradientsSettings();
        ArgumentOutOfRangeException.ThrowIfLessThan(_settings.Steps, 1, nameof(settings));
        ArgumentOutOfRangeException.ThrowIfLessThan(_settings.References, 1, nameof(settings));
        ArgumentOutOfRangeException.ThrowIfNegative(_settings.Gap, nameof(settings));
        _baseline = _settings.Baseline ?? Baseline.Zero;
        _references = _baseline.Count ?? _settings.References;
    }

    /// <summary>What the method is.</summary>
    public static MethodDescription About { get; } = new(
        "integrated-gradients",
        "The gradient averaged on the way from a reference to the input, times their difference.",
        "A = (x − x₀) ⊙ ∫₀¹ ∇f(x₀ + α(x − x₀)) dα",
        "Sundararajan, Taly and Yan 2017, equation 1",
        "references × (steps F + steps B), and 1 F for each reference and the image",
        [Axiom.Completeness, Axiom.ImplementationInvariance, Axiom.Sensitivity, Axiom.NullPlayer, Axiom.Linearity, Axiom.ClassSensitivity],
        "every network that depends differentiably on its input; completeness as the quadrature converges");

    /// <inheritdoc/>
    public override MethodDescription Description => About;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Settings => SettingsText.Write(_settings with { Baseline = _baseline });

    private protected override void Explain(Request request, List<Explanation> explanations)
    {
        var inputs = InputsOfCopies(request.Count);
        var originals = Originals.Of(Network, request.Images, inputs, request.Targets, Batch, request.Cancellation);
        var values = request.Targets.Select(_ => zeros_like(request.Images)).ToList();
        var expected = request.Targets.Select(_ => new double[request.Count]).ToList();
        var passes = new PassProgress(request.Progress, (long)_references * PerturbedCopies.PassCount(request.Count, _settings.Steps, Batch));
        for (var r = 0; r < _references; r++)
        {
            using var scope = NewDisposeScope();
            var path = new StraightPath(Network, inputs, Batch, request, originals, _baseline.Make(request.Images, r, _settings.Seed), passes);
            var steps = _settings.Steps;
            var attributions = path.Integrate(_settings.Rule, steps);
            while (_settings.Gap > 0 && path.Gap(attributions) > _settings.Gap && steps * 2 <= _settings.MaxSteps)
                attributions = path.Integrate(_settings.Rule, steps *= 2);
            for (var t = 0; t < values.Count; t++)
            {
                values[t].add_(attributions[t], 1.0 / _references);
                for (var i = 0; i < request.Count; i++)
                    expected[t][i] += path.Differences[t][i] / _references;
            }
        }

        for (var t = 0; t < values.Count; t++)
        {
            var account = new SumAccount("f(x) − f(x₀)", expected[t], PerImage.Sum(values[t], request.Count));
            explanations.Add(new Explanation(InputMap.Reduce(values[t], _settings.Map), values[t], originals.Outputs, originals.Scores[t], account));
        }
    }

    /// <summary>The way from one reference to the images.</summary>
    private sealed class StraightPath
    {
        private readonly CopyGradients _gradients;
        private readonly Request _request;
        private readonly Originals _originals;
        private readonly Tensor _start;
        private readonly Tensor _difference;
        private readonly PassProgress _passes;

        public StraightPath(
            Network network, Func<Tensor, PerturbedCopies, Dictionary<string, Tensor>> inputs, int batch, Request request, Originals originals, Tensor start, PassProgress passes)
        {
            (_request, _originals, _start, _passes) = (request, originals, start, passes);
            _gradients = new CopyGradients(network, inputs, batch, request.Cancellation);
            _difference = request.Images - start;
            var outputs = Forward.Run(network, start, inputs, batch, request.Cancellation);
            var all = Enumerable.Range(0, request.Count).ToArray();
            Differences = [.. request.Targets.Select((t, i) => PerImage.Values(originals.Scores[i].Scores - TargetGradient.Of(t.For(originals.Scores[i], all), outputs).Scores.Scores))];
        }

        /// <summary>f(x) − f(x₀) for each target and image.</summary>
        public IReadOnlyList<double[]> Differences { get; }

        /// <summary>The attributions of each target.</summary>
        public List<Tensor> Integrate(QuadratureRule rule, int steps)
        {
            var (positions, weights) = Quadrature.Of(rule, steps);
            var sums = _request.Targets.Select(_ => zeros_like(_start)).ToList();
            Tensor Column(PerturbedCopies rows, double[] values) =>
                tensor(rows.Copies.Select(c => values[c]).ToArray(), dtype: _start.dtype).view([-1, .. Enumerable.Repeat(1L, (int)_start.dim() - 1)]);
            _gradients.Run(
                _request.Count,
                steps,
                rows => rows.Broadcast(_start).addcmul(Column(rows, positions), rows.Broadcast(_difference), 1),
                _request.Targets,
                _originals.Scores,
                part => part.Rows.AddTo(sums[part.Target], part.Gradient * Column(part.Rows, weights)),
                _passes.Pass);
            return [.. sums.Select(s => s * _difference)];
        }

        /// <summary>The largest gap over targets and images.</summary>
        public double Gap(List<Tensor> attributions) =>
            attributions.Select((a, t) => PerImage.Sum(a, _request.Count).Zip(Differences[t], (sum, d) => Math.Abs(sum - d) / Math.Max(1, Math.Abs(d))).Max()).Max();
    }
}
