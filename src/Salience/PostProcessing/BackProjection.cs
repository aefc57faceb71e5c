using Salience.Decomposition;
using static TorchSharp.torch;

namespace Salience.PostProcessing;

/// <summary>Carries terms without a place towards the input until they meet values that have one.</summary>
/// <remarks>
/// An amount m that belongs to elements E without a place, of the output y of a node, is divided among everything the node read: element e of
/// input j gets <c>m·r_je / Σ_j Σ_e r_je</c> with <c>r_j = |x_j ⊙ (∂y_E/∂x_j)ᵀ ∂f/∂y_E|</c>, the magnitude of what x_j contributes to f through y_E. What
/// falls on elements with a place is drawn there, at the resolution of that value; the rest goes on from the node that wrote it. Nodes are visited from the
/// output to the input, each once, so that amounts from many terms travel together; branches divide an amount by their relevance. Where the
/// denominator is 0, or the node is no differentiable function of what it read, the amount is spread evenly over the picture. No amount is lost or
/// made: the parts add up to the whole. The rule is that of layer-wise relevance propagation with magnitudes as weights, applied to constants only.
/// </remarks>
/// <param name="images">N.</param>
/// <param name="place">Where a value belongs, by its name.</param>
/// <param name="input">Name of the explained input.</param>
internal sealed class BackProjection(int images, Func<string, Tensor, Placement> place, string input) : IDisposable
{
    private readonly Dictionary<string, double[]> _amounts = [];
    private readonly Dictionary<string, Tensor> _maps = [];

    /// <summary>What could be carried nowhere, for each image.</summary>
    public double[] Remainder { get; } = new double[images];

    /// <summary>Whether some elements of a value have no place, so that its call must be watched.</summary>
    public static bool Concerns(Placement placement, Tensor value, int images) => Divides(value, images) && placement switch
    {
        Placement.Nchw => value.shape[2] * value.shape[3] == 1,
        Placement.Grid grid => grid.Index.Length < value.numel() / images,
        _ => true,
    };

    /// <summary>Adds amounts, one for each image, that belong to the elements of a value without a place.</summary>
    public void Add(string value, IReadOnlyList<double> amounts)
    {
        if (!_amounts.TryGetValue(value, out var sum))
            _amounts.Add(value, sum = new double[images]);
        for (var i = 0; i < images; i++)
            sum[i] += amounts[i];
    }

    /// <summary>Carries all amounts back.</summary>
    /// <param name="calls">Calls that wrote values with elements without a place, in the order of execution.</param>
    /// <returns>What was drawn at each value, <c>(N, 1, h, w)</c> in double; the tensors live as long as this object.</returns>
    public IReadOnlyList<(string Value, Tensor Map)> Run(IReadOnlyList<WatchedGradients> calls)
    {
        foreach (var (call, gradients) in calls.Reverse())
        {
            for (var i = 0; i < gradients.Count; i++)
            {
                if (gradients[i] is { } gradient && _amounts.Remove(call.Node.Outputs[i], out var amounts) && amounts.Any(a => a != 0))
                    HandOn(call, i, gradient, amounts);
            }
        }

        // Values that nothing watched wrote: none is expected, but no amount may be lost.
        foreach (var amounts in _amounts.Values)
            Leave(amounts, _ => true);
        return [.. _maps.Select(m => (m.Key, m.Value))];
    }

    private void HandOn(WatchedCall call, int output, Tensor gradient, double[] amounts)
    {
        using var scope = NewDisposeScope();
        var placement = place(call.Node.Outputs[output], gradient);
        var relevances = LocalRelevance.Of(call, output, gradient, y => WithoutPlace(placement, y));
        if (relevances.Any(r => r is not null && !Divides(r, images)))
        {
            Leave(amounts, _ => true);
            return;
        }

        var parts = relevances.Select((r, j) => (Value: call.Node.Inputs[j], Relevance: r)).Where(p => p.Relevance is not null)
            .Select(p => (p.Value, Relevance: p.Relevance!, Placement: PlaceOf(p.Value, p.Relevance!))).ToList();
        var total = new double[images];
        foreach (var part in parts)
            total = [.. total.Zip(PerImage.Sum(part.Placement.PerImage(part.Relevance, images), images), (a, b) => a + b)];
        Leave(amounts, i => !CanDivide(total[i]));
        var factors = tensor(amounts.Select((a, i) => CanDivide(total[i]) ? a / total[i] : 0).ToArray());
        foreach (var part in parts)
            Deliver(part.Value, part.Placement, part.Placement.PerImage(part.Relevance, images) * factors.view(-1, 1), part.Relevance.shape);
    }

    /// <summary>Draws what has a place and keeps the rest for the node that wrote the value.</summary>
    /// <param name="value">Name of the value.</param>
    /// <param name="placement">Where it belongs.</param>
    /// <param name="rows">Amounts for each element, <c>(N, M)</c>.</param>
    /// <param name="shape">Shape of the value.</param>
    private void Deliver(string value, Placement placement, Tensor rows, long[] shape)
    {
        switch (placement)
        {
            case Placement.Nchw when value == input || shape[2] * shape[3] > 1:
                Draw(value, rows.view(images, shape[1], shape[2], shape[3]));
                break;
            case Placement.Grid grid:
                Draw(value, rows.index_select(1, tensor(grid.Index)).view(images, grid.Channels, grid.Height, grid.Width));
                var others = Others(grid, rows.shape[1]);
                if (others.Length > 0)
                    Add(value, PerImage.Sum(rows.index_select(1, tensor(others)), images));
                break;
            case Placement.Global when value == input:
                Draw(value, rows.view(images, 1, 1, -1));
                break;
            default:
                Add(value, PerImage.Sum(rows, images));
                break;
        }
    }

    private void Draw(string value, Tensor amounts)
    {
        using var scope = NewDisposeScope();
        var map = amounts.sum(1, keepdim: true);
        _maps[value] = (_maps.TryGetValue(value, out var before) ? before + map : map).DetachFromDisposeScope();
        before?.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var map in _maps.Values)
            map.Dispose();
    }

    private void Leave(double[] amounts, Func<int, bool> which)
    {
        for (var i = 0; i < images; i++)
            Remainder[i] += which(i) ? amounts[i] : 0;
    }

    /// <summary>The input itself is drawn element by element, whatever its form: a picture as such, anything else as one row.</summary>
    private Placement PlaceOf(string value, Tensor tensor) =>
        value != input ? place(value, tensor) : tensor.dim() == 4 ? new Placement.Nchw() : new Placement.Global();

    /// <summary>The elements without a place, <c>(N, M)</c>.</summary>
    private Tensor WithoutPlace(Placement placement, Tensor value)
    {
        var rows = placement.PerImage(value, images);
        return placement is Placement.Grid grid ? rows.index_select(1, tensor(Others(grid, rows.shape[1]))) : rows;
    }

    private static long[] Others(Placement.Grid grid, long elements)
    {
        var placed = grid.Index.ToHashSet();
        return placed.Count == elements ? [] : [.. Enumerable.Range(0, (int)elements).Select(i => (long)i).Where(i => !placed.Contains(i))];
    }

    /// <summary>Whether each image has the same number of elements.</summary>
    private static bool Divides(Tensor value, int images) => value.numel() > 0 && value.numel() % images == 0;

    private static bool CanDivide(double total) => total > 0 && double.IsFinite(total);
}
