using Salience.Decomposition;
using Salience.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.PostProcessing;

/// <summary>Spreads the values of a layer's locations over the parts of the picture that the locations depend on.</summary>
/// <remarks>
/// <para>
/// The weight of pixel p for location l is the probability that a random walk from l, backwards through the network, ends at p. At every operator
/// the walk chooses one of the values that depend on the picture, all alike, and one of the positions read, all alike: a tap of a window that
/// lies on the input, a summand of a mean or a product, the only element of a function of one. Far from the border, and in a chain of
/// convolutions, that is the share of the paths from l that end at p. The weights of a location add up to 1, so the sum of a map is kept. The support is
/// the receptive field of the node, the union over its channels: every pixel that a value at l can depend on, whatever the weights are.
/// </para>
/// <para>
/// Computed exactly and for all locations together: with every operator replaced by the mean of what it reads (<see cref="AveragingOperator"/>) the
/// network is linear, A, and the walk's weights are <c>A_lp / Σ_p A_lp</c>; maps of all layers go through its transpose in one backward pass. A location
/// that depends on no pixel (a constant beside the features) is spread evenly over the picture.
/// Compare Luo et al. 2016, Understanding the effective receptive field, section 2.1: uniform weights and linear activations.
/// </para>
/// </remarks>
internal sealed class ReceptiveField : IDisposable
{
    private readonly Network _averaging;
    private readonly IReadOnlyDictionary<string, Tensor> _inputs;
    private readonly Func<string, Tensor, Placement> _place;
    private readonly long[] _shape;

    /// <summary>Prepares for a network and a shape of its input.</summary>
    /// <param name="network">The network; it is left as it was and must outlive this object.</param>
    /// <param name="images">The explained input; only its shape counts.</param>
    /// <param name="otherInputs">Tensors for the network's other inputs by name; they are constants.</param>
    /// <param name="place">Where a value belongs, by its name.</param>
    public ReceptiveField(Network network, Tensor images, IReadOnlyDictionary<string, Tensor>? otherInputs, Func<string, Tensor, Placement> place)
    {
        _averaging = new Network(
            network.Nodes.Select(n => n with { Operator = new AveragingOperator(n.Operator, images.shape[0]) }), network.ShareParameters(), network.Inputs, network.Outputs);
        _inputs = (otherInputs ?? new Dictionary<string, Tensor>())
            .ToDictionary(p => p.Key, p => p.Value.is_floating_point() ? p.Value.detach().to_type(network.ComputeType) : p.Value.detach());
        (_place, _shape) = (place, images.shape);
    }

    /// <summary>The sum over layers of their maps, each spread over the receptive fields of its locations.</summary>
    /// <param name="maps">Maps <c>(N, 1, h, w)</c> by the name of the value; those of the input itself stay as they are.</param>
    /// <returns><c>(N, 1, H, W)</c>, disposed by the caller.</returns>
    public Tensor Spread(IReadOnlyList<(string Layer, Tensor Map)> maps)
    {
        using var scope = NewDisposeScope();
        var input = _averaging.Inputs[0].Name;
        var (height, width) = _shape.Length == 4 ? (_shape[2], _shape[3]) : (1, _shape.Skip(1).Aggregate(1L, (a, b) => a * b));
        var type = maps[0].Map.dtype;
        var total = zeros([_shape[0], 1, height, width], type);
        foreach (var (_, map) in maps.Where(m => m.Layer == input))
            total = total + map;
        var deeper = maps.Where(m => m.Layer != input).ToList();
        if (deeper.Count > 0)
            total = total + Pull(input, deeper, height, width).to_type(type);
        return total.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose() => _averaging.Dispose();

    private Tensor Pull(string input, IReadOnlyList<(string Layer, Tensor Map)> maps, long height, long width)
    {
        using var recording = enable_grad();
        var x = ones(_shape, _averaging.ComputeType).requires_grad_();
        var values = Execution.Run(
            _averaging, new Dictionary<string, Tensor>(_inputs) { [input] = x }, [.. maps.Select(m => m.Layer)], observer: null, CancellationToken.None);
        var (outputs, seeds) = (new List<Tensor> { x.narrow(0, 0, 0).sum() }, new List<Tensor> { ones([], x.dtype) });
        var nowhere = zeros([_shape[0], 1, 1, 1], x.dtype);
        foreach (var (layer, map) in maps)
        {
            var located = Located(values[layer], _place(layer, values[layer]));
            var reach = located.detach();
            var sees = reach > 1e-30;
            var elements = sees.sum(1, keepdim: true).to_type(x.dtype);
            var share = map.to_type(x.dtype) / elements.clamp_min(1);
            nowhere = nowhere + (map.to_type(x.dtype) * elements.eq(0)).sum([2, 3], keepdim: true);
            if (!located.requires_grad)
                continue;
            outputs.Add(located);
            seeds.Add((share / reach.masked_fill(sees.logical_not(), 1)).masked_fill(sees.logical_not(), 0));
        }

        var pulled = autograd.grad(outputs, [x], seeds)[0].detach();
        var picture = _shape.Length == 4 ? pulled.sum(1, keepdim: true) : pulled.reshape(_shape[0], 1, 1, -1);
        return picture + nowhere / (height * width);
    }

    /// <summary>A value as <c>(N, C, h, w)</c>, as its map was drawn.</summary>
    private Tensor Located(Tensor value, Placement placement) => placement is Placement.Grid grid
        ? grid.PerImage(value, _shape[0]).index_select(1, tensor(grid.Index)).view(_shape[0], grid.Channels, grid.Height, grid.Width)
        : value;
}
