using Salience.Attribution.Engine;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Attribution.Differences;

/// <summary>The straight way of one operator's inputs from the reference to the image.</summary>
internal sealed class OperatorPath : IDisposable
{
    /// <summary>Exact for polynomials of degree 15; between softmax scores 10 apart the error is about 1e-4, and corrected.</summary>
    private const int Steps = 8;

    private static readonly (double[] Nodes, double[] Weights) Rule = GaussLegendre.Rule(Steps);

    private readonly Operator _operator;
    private readonly int _index;
    private readonly IReadOnlyList<Tensor?> _inputs;
    private readonly IReadOnlyList<Tensor> _starts;
    private readonly IReadOnlyList<Tensor> _differences;
    private readonly Tensor _deltaY;

    /// <summary>Keeps what the backward pass will need.</summary>
    public OperatorPath(DifferenceCall call)
    {
        (_operator, _index, Session, Active) = (call.Node.Operator, call.Index, call.Session, call.Active);
        _inputs = [.. call.Inputs.Select(x => x?.detach().DetachFromDisposeScope())];
        _starts = [.. Active.Select(i => call.Reference.Inputs[i]!.alias().DetachFromDisposeScope())];
        // A mask of −∞ on both sides does not move.
        _differences = [.. Active.Select((i, k) => (_inputs[i]! - _starts[k]).nan_to_num(0, 0, 0).DetachFromDisposeScope())];
        Output = call.Output.detach().DetachFromDisposeScope();
        _deltaY = call.DeltaY().nan_to_num(0, 0, 0).DetachFromDisposeScope();
    }

    /// <summary>The pass it belongs to.</summary>
    public DifferenceSession Session { get; }

    /// <summary>Positions of the inputs that depend on the images.</summary>
    public IReadOnlyList<int> Active { get; }

    /// <summary>The output at the image.</summary>
    public Tensor Output { get; }

    /// <summary>The multipliers of the active inputs, given those of the output.</summary>
    public IReadOnlyList<Tensor> Pull(Tensor gradient)
    {
        using var scope = NewDisposeScope();
        using var recording = enable_grad();
        var sums = _starts.Select(s => zeros_like(s)).ToList();
        for (var k = 0; k < Steps; k++)
        {
            using var step = NewDisposeScope();
            var leaves = _starts.Select((s, i) => (s + _differences[i] * Rule.Nodes[k]).detach().requires_grad_()).ToList();
            var inputs = _inputs.ToArray();
            for (var i = 0; i < leaves.Count; i++)
                inputs[Active[i]] = leaves[i];
            // The empty sums make the dependence certain: TorchSharp 0.107 lets libtorch's error on a missing one end the process.
            var y = leaves.Aggregate(_operator.Forward(inputs)[_index], (sum, x) => sum + x.reshape(-1).narrow(0, 0, 0).sum());
            var pulled = autograd.grad([y], leaves, [gradient]);
            for (var i = 0; i < leaves.Count; i++)
                sums[i].add_(pulled[i].detach(), Rule.Weights[k]);
        }

        using var quiet = no_grad();
        Correct(gradient, sums);
        return [.. sums.Select(s => s.MoveToOuterDisposeScope())];
    }

    public void Dispose()
    {
        foreach (var value in _inputs.Concat(_starts).Concat(_differences))
            value?.Dispose();
        Output.Dispose();
        _deltaY.Dispose();
    }

    /// <summary>Adds what makes <c>⟨m, Δx⟩ = ⟨g, Δy⟩</c> in every group.</summary>
    private void Correct(Tensor gradient, List<Tensor> sums)
    {
        if (_operator is VectorFunction function)
        {
            var first = Axes.Normalize(function.Axis, _deltaY.dim());
            long[] axes = function.Flatten ? [.. Enumerable.Range((int)first, (int)(_deltaY.dim() - first)).Select(i => (long)i)] : [first];
            Correct(gradient, sums, v => v.sum(axes, keepdim: true));
        }
        else if (_starts.Append(_deltaY).All(v => v.dim() > 0 && v.shape[0] == _deltaY.shape[0]) && _deltaY.shape[0] % Session.Rows == 0)
        {
            Correct(gradient, sums, v => v.reshape(v.shape[0], -1).sum(1));
        }
    }

    private void Correct(Tensor gradient, List<Tensor> sums, Func<Tensor, Tensor> perGroup)
    {
        var missing = perGroup(gradient * _deltaY);
        var length = zeros_like(missing);
        for (var i = 0; i < sums.Count; i++)
        {
            missing = missing - perGroup(sums[i] * _differences[i]);
            length = length + perGroup(_differences[i].square());
        }

        var factor = (missing / length).masked_fill(length < Session.Threshold * Session.Threshold, 0);
        for (var i = 0; i < sums.Count; i++)
        {
            var shape = factor.dim() == sums[i].dim() ? factor.shape : [factor.shape[0], .. Enumerable.Repeat(1L, (int)sums[i].dim() - 1)];
            sums[i].add_(_differences[i] * factor.view(shape));
        }
    }
}
