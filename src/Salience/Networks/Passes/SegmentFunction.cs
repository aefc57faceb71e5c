using static TorchSharp.torch;

namespace Salience.Networks.Passes;

/// <summary>A segment as a function that can be evaluated, in float64 whatever the network computes in.</summary>
internal sealed class SegmentFunction : IDisposable
{
    private readonly Network _network;

    private SegmentFunction(Network network) => _network = network;

    /// <summary>The function, or <see langword="null"/> where one of its constants is not known before a run.</summary>
    public static SegmentFunction? Of(Segment segment, IReadOnlyDictionary<string, Tensor> parameters, NetworkTrace? trace)
    {
        using var scope = NewDisposeScope();
        var constants = new Dictionary<string, Tensor>();
        foreach (var name in segment.Constants)
        {
            if ((parameters.GetValueOrDefault(name) ?? trace?.ConstantOf(name)) is not { } value)
                return null;
            constants.Add(name, value.is_floating_point() ? value.to_type(ScalarType.Float64) : value.alias());
        }

        var nodes = segment.Nodes.Select(n => n with { Operator = n.Operator.WithComputeType(ScalarType.Float64) });
        return new SegmentFunction(new Network(nodes, constants, [new NetworkInput(segment.Entry, ScalarType.Float64, [])], [segment.Exit]));
    }

    /// <summary>The value that leaves for one that enters; disposed by the caller.</summary>
    public Tensor At(Tensor entry)
    {
        using var frozen = no_grad();
        return _network.Run(entry);
    }

    public void Dispose() => _network.Dispose();
}
