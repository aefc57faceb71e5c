using Salience.Attribution.Engine;
using Salience.Decomposition;
using Salience.Networks;
using Salience.Networks.Passes;
using Salience.PostProcessing;
using static TorchSharp.torch;

namespace Salience.Attribution.Relevance;

/// <summary>Layer-wise relevance propagation: the output is divided among the inputs of the last layer, their parts among the inputs of the layer before, and so on.</summary>
/// <remarks>
/// A layer's rule is a choice; <see cref="LrpComposite"/> names the usual ones. Batch normalisation is first folded into the layer before it. With
/// <c>composite=z,biases=inputs</c> the relevances of a ReLU network are the terms of its full-gradient decomposition. Sources: Bach et al. 2015, Montavon et
/// al. 2019; docs/lrp.md says how each operator is treated.
/// </remarks>
public sealed class Lrp : AttributionMethod
{
    private readonly LrpSettings _settings;
    private readonly CompositeRules _rules;
    private readonly WeightParts _parts;
    private readonly Network _folded;
    private readonly RelevancePlan _plan;

    /// <summary>Prepares explanations of a network.</summary>
    /// <param name="network">The network; it is left as it was and must outlive this object.</param>
    /// <param name="settings">Options; the defaults where <see langword="null"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">ε or γ is below 0, or α below 1.</exception>
    /// <exception cref="ArgumentException">The box is empty.</exception>
    public Lrp(Network network, LrpSettings? settings = null)
        : base(network)
    {
        _settings = settings ?? new LrpSettings();
        Require("epsilon", _settings.Epsilon, 0);
        Require("gamma", _settings.Gamma, 0);
        Require("alpha", _settings.Alpha, 1);
        if (_settings.Low > _settings.High)
            throw new ArgumentException($"lrp: the box from low={_settings.Low} to high={_settings.High} is empty.", nameof(settings));
        _rules = CompositeRules.Of(_settings);
        _parts = new WeightParts(_settings.Gamma);
        using var expanded = RegionExpansion.Apply(network);
        _folded = BatchNormalizationFolding.Apply(expanded);
        _plan = new RelevancePlan(_folded, _settings);
    }

    /// <summary>What the method is.</summary>
    public static MethodDescription About { get; } = new(
        "lrp",
        "The output divided among the inputs of the last layer, their parts among the inputs of the layer before, down to the input.",
        "R_i = Σ_j q_ij / Σ_k q_kj · R_j with contributions q_ij by rule: x_i w_ij (ε), their positive parts (z⁺), …",
        "Bach et al. 2015; rules and composites: Montavon et al. 2019",
        "about 2 F + 1 B; up to 3 F + 2 B with γ and αβ",
        [Axiom.Linearity],
        "networks of the operators in docs/lrp.md; with biases=inputs and composite=z input and biases add up to f(x)");

    /// <inheritdoc/>
    public override MethodDescription Description => About;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Settings => SettingsText.Write(_settings);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _parts.Dispose();
        _folded.Dispose();
        base.Dispose(disposing);
    }

    private static void Require(string name, double value, double least)
    {
        if (!(value >= least))
            throw new ArgumentOutOfRangeException(nameof(value), $"lrp: {name}={value} is not possible; it must be at least {least}.");
    }

    private protected override string? WhyUnsupported() => _plan.Refuses;

    private protected override void Explain(Request request, List<Explanation> explanations)
    {
        var rule = new RelevanceWalk(_plan, _rules, _parts, _settings.Biases);
        using var walk = ReverseWalk.Record(_folded, Inputs(request.Images), rule, request.Cancellation);
        var outputs = walk.FlatOutput();
        // Sequence-first attention keeps the images on its second axis: a bias's sums must find them.
        var place = _settings.Biases == LrpBiases.Inputs ? new NetworkModel(_folded).Layout(request.Images, new FullGradientSettings(OtherInputs: OtherInputs)) : null;
        for (var i = 0; i < request.Targets.Count; i++)
        {
            using var scope = NewDisposeScope();
            var (scores, gradient, targetBias) = TargetGradient.Of(request.Targets[i], outputs);
            var biases = new List<BiasRelevance>();
            rule.BiasFound = place is null ? null : (node, share) =>
                biases.Add(new BiasRelevance(node.Name, node.Operator.Name, share, PerImage.Sum(place(node.Outputs[0], share).PerImage(share, request.Count), request.Count)));
            try
            {
                var values = walk.Run(gradient * outputs, rule, last: i == request.Targets.Count - 1, request.Cancellation);
                biases.Reverse();
                var sums = PerImage.Sum(values, request.Count);
                if (place is not null)
                    sums = [.. sums.Select((s, n) => s + biases.Sum(b => b.Sums[n]) + (targetBias?[n] ?? 0))];
                var account = new SumAccount("f(x)", PerImage.Values(scores.Scores), sums);
                explanations.Add(new RelevanceExplanation(InputMap.Reduce(values, _settings.Map), values, outputs, scores, account, biases, targetBias));
            }
            catch
            {
                biases.ForEach(b => b.Dispose());
                throw;
            }
        }

        request.Progress?.Report(1);
    }
}
