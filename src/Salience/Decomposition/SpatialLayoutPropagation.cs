using Salience.Networks;
using Salience.Operators;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Decomposition;

/// <summary>Carries places through one run of a network and notes the placement of every value.</summary>
internal sealed class SpatialLayoutPropagation : IExecutionObserver, IDisposable
{
    private readonly Dictionary<string, SpatialLayoutPlaces> _live = [];
    private readonly Dictionary<string, int> _readers;
    private readonly SpatialLayoutReading _reading;
    private readonly long _images;

    private SpatialLayoutPropagation(Network network, Tensor input)
    {
        _images = input.shape[0];
        _reading = new SpatialLayoutReading(_images);
        _readers = network.Nodes.SelectMany(n => n.Inputs).Where(i => i.Length > 0).GroupBy(i => i).ToDictionary(g => g.Key, g => g.Count());
        using var scope = NewDisposeScope();
        Note(network.Inputs[0].Name, InputPlaces(input.shape));
    }

    /// <summary>Placements by value.</summary>
    public Dictionary<string, Placement> Placements { get; } = [];

    /// <summary>Runs the network once on <paramref name="inputs"/>.</summary>
    public static Dictionary<string, Placement> Run(Network network, IReadOnlyDictionary<string, Tensor> inputs)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var propagation = new SpatialLayoutPropagation(network, inputs[network.Inputs[0].Name]);
        Execution.Run(network, inputs, network.Outputs.Take(1).ToList(), propagation, CancellationToken.None);
        return propagation.Placements;
    }

    /// <inheritdoc/>
    public void OnExecuted(Node node, IReadOnlyList<Tensor?> inputs, Tensor[] outputs)
    {
        using var scope = NewDisposeScope();
        var places = node.Inputs.Select(i => i.Length == 0 ? null : _live.GetValueOrDefault(i)).ToList();
        if (places.Any(p => p is not null) && node.Operator.Kind != OperatorKind.NonDifferentiable)
        {
            var found = SpatialLayoutRules.Apply(node.Operator, inputs, places, outputs, _images);
            for (var i = 0; i < node.Outputs.Count && i < found.Length; i++)
            {
                if (node.Outputs[i].Length > 0)
                    Note(node.Outputs[i], found[i]);
            }
        }

        foreach (var name in node.Inputs)
        {
            if (name.Length > 0 && --_readers[name] == 0)
                Release(name);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var name in _live.Keys.ToList())
            Release(name);
        _reading.Dispose();
    }

    /// <summary>A picture has three colours at most and an alpha channel: its channels come first unless only the last axis can be them.</summary>
    private static SpatialLayoutPlaces InputPlaces(long[] shape)
    {
        if (shape.Length != 4)
            return SpatialLayoutPlaces.Nowhere(shape, shape[0]);
        var channelsLast = shape[3] <= 4 && shape[1] > 4;
        return channelsLast ? SpatialLayoutPlaces.Picture(shape, 1, 2) : SpatialLayoutPlaces.Picture(shape, 2, 3);
    }

    private void Note(string name, SpatialLayoutPlaces places)
    {
        Placements[name] = _reading.Read(places);
        if (_readers.ContainsKey(name))
            _live[name] = places with { Sample = places.Sample.alias().DetachFromDisposeScope(), Cell = places.Cell.alias().DetachFromDisposeScope() };
    }

    private void Release(string name)
    {
        if (!_live.Remove(name, out var places))
            return;
        places.Sample.Dispose();
        places.Cell.Dispose();
    }
}
