using static TorchSharp.torch;

namespace Salience.PostProcessing;

/// <summary>How several values of one place become one.</summary>
public enum AggregationRule
{
    /// <summary><c>Σ_i v_i</c>.</summary>
    Sum,

    /// <summary><c>(1/n) Σ_i v_i</c>.</summary>
    Mean,

    /// <summary><c>√(Σ_i v_i²)</c>.</summary>
    Norm,
}

/// <summary>The stage that makes one channel of many, and one map of many layers.</summary>
internal static class AggregationStage
{
    /// <summary>The channels of <c>(N, C, h, w)</c> as <c>(N, 1, h, w)</c>.</summary>
    public static Tensor Channels(Tensor term, AggregationRule rule)
    {
        using var scope = NewDisposeScope();
        var map = rule switch
        {
            AggregationRule.Sum => term.sum(1, keepdim: true),
            AggregationRule.Mean => term.mean([1], keepdim: true),
            AggregationRule.Norm => term.square().sum(1, keepdim: true).sqrt(),
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "There is no such aggregation."),
        };
        return map.MoveToOuterDisposeScope();
    }

    /// <summary>Maps of one size, those of the layers or sums of several, as one.</summary>
    /// <param name="maps">The maps, added in their order; each that of one layer where the rule is not linear.</param>
    /// <param name="layers">Number of layers.</param>
    /// <param name="rule">The rule.</param>
    public static Tensor Layers(IEnumerable<Tensor> maps, int layers, AggregationRule rule)
    {
        Tensor? total = null;
        foreach (var map in maps)
        {
            var part = rule == AggregationRule.Norm ? map.square() : map;
            total = total is null ? part : total + part;
        }

        return rule switch
        {
            AggregationRule.Mean => total! / layers,
            AggregationRule.Norm => total!.sqrt(),
            _ => total!,
        };
    }
}
