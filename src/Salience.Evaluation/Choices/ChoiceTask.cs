using Salience.Evaluation.Metrics;

namespace Salience.Evaluation.Choices;

/// <summary>One figure by which variants of a method are judged: an experiment, a condition and a metric.</summary>
public sealed class ChoiceTask
{
    private readonly ChoiceGrid _grid;
    private readonly double[] _values;

    internal ChoiceTask(string name, ChoiceGrid grid, MetricDirection direction, double[] values, IReadOnlyDictionary<string, double> others)
    {
        (Name, _grid, Direction, _values, Others) = (name, grid, direction, values, others);
        var best = Enumerable.Range(0, values.Length).MaxBy(i => Score(values[i]));
        var worst = Enumerable.Range(0, values.Length).MinBy(i => Score(values[i]));
        (Best, Worst) = ((grid.Variants[best], values[best]), (grid.Variants[worst], values[worst]));
        Effects = [.. grid.Keys.Select(Effect)];
    }

    /// <summary>Experiment, part (where there are several) and metric.</summary>
    public string Name { get; }

    /// <summary>Which way is better.</summary>
    public MetricDirection Direction { get; }

    /// <summary>The figure of each variant, in the order of the grid.</summary>
    public IReadOnlyList<double> Values => _values;

    /// <summary>The figures of the methods that are not variants.</summary>
    public IReadOnlyDictionary<string, double> Others { get; }

    /// <summary>The best variant with its figure.</summary>
    public (ChoiceVariant Variant, double Value) Best { get; }

    /// <summary>The worst variant with its figure.</summary>
    public (ChoiceVariant Variant, double Value) Worst { get; }

    /// <summary>What each setting does by itself.</summary>
    public IReadOnlyList<ChoiceEffect> Effects { get; }

    /// <summary>Place of every variant among the other methods, from 1: how many of these are better, plus one.</summary>
    public IReadOnlyList<int> Ranks => [.. _values.Select(v => 1 + Others.Values.Count(o => Score(o) > Score(v)))];

    /// <summary>Share of the variants that are better than another method.</summary>
    /// <param name="other">Name of the method.</param>
    public double ShareBetterThan(string other) => _values.Count(v => Score(v) > Score(Others[other])) / (double)_values.Length;

    /// <summary>A figure turned so that more is better.</summary>
    internal double Score(double value) => Direction == MetricDirection.Lower ? -value : value;

    /// <summary>Means over all variants with a value, and the setting's main effect as a share of the variance (η² of a balanced design).</summary>
    private ChoiceEffect Effect(ChoiceKey key)
    {
        var mean = _values.Average();
        var total = _values.Sum(v => (v - mean) * (v - mean));
        var means = key.Values.ToDictionary(value => value, value => _values.Where((_, i) => _grid.Variants[i].Values[key.Name] == value).Average());
        var between = means.Values.Sum(m => (m - mean) * (m - mean)) * _values.Length / means.Count;
        return new ChoiceEffect(key, means, total > 0 ? between / total : 0);
    }
}

/// <summary>What one setting does by itself.</summary>
/// <param name="Key">The setting.</param>
/// <param name="Means">Mean figure of all variants with a value.</param>
/// <param name="ShareOfVariance">Share of the variance between variants that these means explain (η²), from 0 to 1.</param>
public sealed record ChoiceEffect(ChoiceKey Key, IReadOnlyDictionary<string, double> Means, double ShareOfVariance);
