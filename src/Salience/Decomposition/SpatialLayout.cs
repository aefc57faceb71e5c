using Salience.Networks;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Decomposition;

/// <summary>Where on the picture every value of a network belongs, for one shape of input.</summary>
/// <remarks>
/// A convolutional network answers at once: a value of four dimensions is <c>(N, C, H, W)</c>. A network that turns the picture into
/// tokens (transformers, channels-last blocks) is run once on an empty batch of two, each value accompanied by the image and the
/// grid cell of all its elements; see <see cref="SpatialLayoutRules"/>.
/// </remarks>
internal sealed class SpatialLayout
{
    private readonly Dictionary<string, Placement>? _placements;

    private SpatialLayout(Dictionary<string, Placement>? placements) => _placements = placements;

    /// <summary>Whether the network has values of token form, so that it had to be run.</summary>
    public bool HasTokens => _placements is not null;

    /// <summary>Finds the layout.</summary>
    /// <param name="network">The network.</param>
    /// <param name="inputShape">Shape of the explained input, N included.</param>
    /// <param name="otherInputs">Tensors for the network's other inputs by name, for N images.</param>
    public static SpatialLayout Of(Network network, IReadOnlyList<long> inputShape, IReadOnlyDictionary<string, Tensor>? otherInputs = null)
    {
        if (!TurnsIntoTokens(network))
            return new SpatialLayout(null);

        // Other inputs and constants of the graph may fix the batch size: then all N run.
        var few = Math.Min(inputShape[0], 2);
        if (otherInputs is not { Count: > 0 } && few < inputShape[0] && TryRun(network, [few, .. inputShape.Skip(1)]) is { } placements)
            return new SpatialLayout(placements);
        return new SpatialLayout(Run(network, [.. inputShape], otherInputs));
    }

    /// <summary>Where the elements of a value belong.</summary>
    /// <param name="value">Name of the value: the explained input, or an output of a node that depends on it.</param>
    /// <param name="rank">Number of its dimensions.</param>
    public Placement For(string value, long rank) =>
        _placements is null
            ? rank == 4 ? new Placement.Nchw() : new Placement.Global()
            : _placements.GetValueOrDefault(value) ?? new Placement.Global();

    private static Dictionary<string, Placement>? TryRun(Network network, long[] shape)
    {
        try
        {
            return Run(network, shape, null);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private static Dictionary<string, Placement> Run(Network network, long[] shape, IReadOnlyDictionary<string, Tensor>? otherInputs)
    {
        using var scope = NewDisposeScope();
        var inputs = otherInputs?.ToDictionary(p => p.Key, p => p.Value.is_floating_point() ? p.Value.to_type(network.ComputeType) : p.Value) ?? [];
        inputs[network.Inputs[0].Name] = zeros(shape, network.ComputeType);
        return SpatialLayoutPropagation.Run(network, inputs);
    }

    /// <summary>
    /// Whether an operator computes on transposed values, or multiplies two activations as matrices. Transposing and going on to a
    /// convolution (channel shuffle, channels-last input) does not count.
    /// </summary>
    private static bool TurnsIntoTokens(Network network)
    {
        var active = new HashSet<string> { network.Inputs[0].Name };
        var moved = new HashSet<string>();
        foreach (var node in network.Nodes)
        {
            if (node.Operator.Kind == OperatorKind.NonDifferentiable || !node.Inputs.Any(active.Contains))
                continue;
            var structural = SpatialLayoutRules.MovedInputs(node.Operator, node.Inputs.Count).Count > 0 || node.Operator.Name == "Identity";
            var turned = node.Inputs.Any(moved.Contains);
            if (turned && !structural && !SpatialLayoutRules.IsSpatial(node.Operator))
                return true;
            if (node.Operator.Name is "MatMul" or "Einsum" or "Attention" && node.Inputs.Count(active.Contains) > 1)
                return true;
            var written = node.Outputs.Where(o => o.Length > 0).ToList();
            active.UnionWith(written);
            if (node.Operator is Transpose || turned && structural)
                moved.UnionWith(written);
        }

        return false;
    }
}
