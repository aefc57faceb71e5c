using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>What a scatter does with the element that is there and the update.</summary>
internal enum ScatterReduction
{
    /// <summary>The update replaces the element.</summary>
    None,

    /// <summary>Their sum.</summary>
    Add,

    /// <summary>Their product.</summary>
    Mul,

    /// <summary>The larger one.</summary>
    Max,

    /// <summary>The smaller one.</summary>
    Min,
}

/// <summary>Writes updates into a copy of the data at given places; inputs data, indices, updates.</summary>
/// <remarks>
/// Bias. Replacing and adding are linear in data and updates together: the constant one of the two is the bias, where it stays
/// visible. A product of n active factors is homogeneous of degree n: <c>(1 − n)·y</c> element by element. Maximum and minimum of
/// activations have none; against a constant, the constant where it wins.
/// </remarks>
internal abstract class ScatterOperator(ScatterReduction reduction) : SingleOutputOperator
{
    public ScatterReduction Reduction => reduction;

    public override OperatorKind Kind => reduction switch
    {
        ScatterReduction.None => OperatorKind.Structural,
        ScatterReduction.Add => OperatorKind.Linear,
        ScatterReduction.Mul => OperatorKind.Nonlinear,
        _ => OperatorKind.Homogeneous,
    };

    public override BiasKind BiasOf(IReadOnlyList<bool> active)
    {
        if (reduction == ScatterReduction.Mul)
            return BiasKind.Implicit;
        if (active[0] && active[2])
            return BiasKind.None;
        return reduction is ScatterReduction.None or ScatterReduction.Add ? BiasKind.Explicit : BiasKind.Implicit;
    }

    /// <summary>For every update its row-major position in the data, in the order of the updates.</summary>
    protected abstract Tensor Places(Tensor data, Tensor indices);

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => Scatter(inputs[0]!, inputs[1]!, inputs[2]!, reduction);

    protected override Tensor? ComputeBias(OperatorCall call)
    {
        using var scope = NewDisposeScope();
        var (data, indices, updates) = (call.Input(0), call.Input(1), call.Input(2));
        if (reduction is ScatterReduction.Max or ScatterReduction.Min)
            return base.ComputeBias(call)?.MoveToOuterDisposeScope();
        if (reduction is ScatterReduction.Mul)
        {
            var factors = Scatter(full_like(data, call.IsActive(0) ? 1 : 0), indices, full_like(updates, call.IsActive(2) ? 1 : 0), ScatterReduction.Add);
            return ((1 - factors) * call.Output).MoveToOuterDisposeScope();
        }

        return Scatter(call.IsActive(0) ? zeros_like(data) : data, indices, call.IsActive(2) ? zeros_like(updates) : updates, reduction)
            .MoveToOuterDisposeScope();
    }

    private Tensor Scatter(Tensor data, Tensor indices, Tensor updates, ScatterReduction with)
    {
        using var scope = NewDisposeScope();
        var (y, places, u) = (data.reshape(-1), Places(data, indices).reshape(-1), updates.reshape(-1));
        y = with switch
        {
            ScatterReduction.None => y.scatter(0, places, u),
            ScatterReduction.Add => y.scatter_add(0, places, u),
            ScatterReduction.Mul => InRounds(y, places, u, (a, b) => a * b),
            ScatterReduction.Max => InRounds(y, places, u, maximum),
            _ => InRounds(y, places, u, minimum),
        };
        return y.reshape(data.shape).MoveToOuterDisposeScope();
    }

    /// <summary>Combines the updates with the data one by one where several meet at a place: round r takes the r-th update of every place.</summary>
    private static Tensor InRounds(Tensor y, Tensor places, Tensor updates, Func<Tensor, Tensor, Tensor> combine)
    {
        var rounds = new List<List<long>>();
        var met = new Dictionary<long, int>();
        var flat = IntegerList.Of(places);
        for (var i = 0; i < flat.Length; i++)
        {
            var round = met.GetValueOrDefault(flat[i]);
            met[flat[i]] = round + 1;
            if (round == rounds.Count)
                rounds.Add([]);
            rounds[round].Add(i);
        }

        foreach (var round in rounds)
        {
            var (at, u) = (places, updates);
            if (round.Count < flat.Length)
            {
                var members = tensor(round.ToArray(), ScalarType.Int64, places.device);
                (at, u) = (places.index_select(0, members), updates.index_select(0, members));
            }

            y = y.scatter(0, at, combine(y.index_select(0, at), u));
        }

        return y;
    }
}

/// <summary>Writes each update at its own place in the data, except that its position along <paramref name="axis"/> is the index given.</summary>
internal sealed class ScatterElements(long axis = 0, ScatterReduction reduction = ScatterReduction.None) : ScatterOperator(reduction)
{
    public long Axis => axis;

    protected override Tensor Places(Tensor data, Tensor indices)
    {
        using var scope = NewDisposeScope();
        var along = Axes.Normalize(axis, data.dim());
        var places = zeros(indices.shape, ScalarType.Int64, indices.device);
        var stride = 1L;
        for (var d = (int)data.dim() - 1; d >= 0; d--)
        {
            var position = d == along
                ? Axes.NormalizeIndices(indices, data.shape[d])
                : arange(indices.shape[d], ScalarType.Int64, indices.device).view([indices.shape[d], .. Enumerable.Repeat(1L, (int)data.dim() - 1 - d)]);
            places = places + position * stride;
            stride *= data.shape[d];
        }

        return places.MoveToOuterDisposeScope();
    }
}

/// <summary>Writes slices at the coordinates along the last axis of the indices.</summary>
internal sealed class ScatterND(ScatterReduction reduction = ScatterReduction.None) : ScatterOperator(reduction)
{
    protected override Tensor Places(Tensor data, Tensor indices)
    {
        using var scope = NewDisposeScope();
        var depth = (int)indices.shape[^1];
        if (depth > data.dim())
            throw new ArgumentException($"ScatterND has coordinates of length {depth} for a tensor of {data.dim()} dimensions.");
        var size = data.shape.Skip(depth).Aggregate(1L, (a, b) => a * b);
        var starts = FlatIndices.Of(indices, data.shape.AsSpan(0, depth)).unsqueeze(-1) * size;
        return (starts + arange(size, ScalarType.Int64, indices.device)).MoveToOuterDisposeScope();
    }
}
