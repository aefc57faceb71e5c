using Salience.Evaluation.Metrics;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments;

/// <summary>The figures of a cell, item by item, as an experiment fills them in.</summary>
public sealed class CellFigures
{
    private readonly SortedDictionary<string, double[]> _values = new(StringComparer.Ordinal);
    private readonly int _items;

    /// <summary>Begins without figures.</summary>
    /// <param name="items">Number of items in the cell.</param>
    public CellFigures(int items) => _items = items;

    /// <summary>By name of the metric: the figures of all items one after the other, each with all points of the metric's axis.</summary>
    public IReadOnlyDictionary<string, double[]> Values => _values;

    /// <summary>Sets the figures of one item.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="item">Position in the cell, from 0.</param>
    /// <param name="values">One figure, or one for each point of the axis; <see cref="double.NaN"/> where there is none.</param>
    /// <exception cref="ArgumentException">There are more or fewer figures than points.</exception>
    public void Set(Metric metric, int item, params ReadOnlySpan<double> values)
    {
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)item, (uint)_items, nameof(item));
        if (values.Length != metric.Points)
            throw new ArgumentException($"The metric {metric.Name} has {metric.Points} figures for each item, got {values.Length}.", nameof(values));
        values.CopyTo(Room(metric).AsSpan(item * metric.Points));
    }

    /// <summary>Sets the figures of all items.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="values"><c>(N)</c>, or <c>(N, P)</c> for the P points of the axis; stays the caller's.</param>
    /// <exception cref="ArgumentException">The tensor has another shape.</exception>
    public void Set(Metric metric, Tensor values)
    {
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(values);
        long[] expected = metric.Axis is null ? [_items] : [_items, metric.Points];
        if (!values.shape.AsSpan().SequenceEqual(expected))
            throw new ArgumentException($"The metric {metric.Name} needs figures ({string.Join(", ", expected)}), got ({string.Join(", ", values.shape)}).", nameof(values));
        using var scope = NewDisposeScope();
        values.detach().to_type(ScalarType.Float64).contiguous().data<double>().ToArray().CopyTo(Room(metric).AsSpan());
    }

    private double[] Room(Metric metric)
    {
        if (_values.TryGetValue(metric.Name, out var known))
            return known;
        var room = new double[_items * metric.Points];
        Array.Fill(room, double.NaN);
        _values.Add(metric.Name, room);
        return room;
    }
}
