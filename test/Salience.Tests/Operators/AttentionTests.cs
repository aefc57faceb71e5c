using Salience.Operators;
using TorchSharp;
using static Salience.Tests.Operators.OperatorIdentity;
using static Salience.Tests.Operators.OperatorRuns;
using static Salience.Tests.Operators.TensorAssert;
using static TorchSharp.torch;

namespace Salience.Tests.Operators;

/// <summary>Attention, its masks and rotary positions.</summary>
[NoTensorLeaks]
public class AttentionTests
{
    [Fact]
    public void Each_query_averages_the_values_it_may_see()
    {
        using var scope = NewDisposeScope();
        // All scores equal: the result is the mean of the visible values, here 1, 2, 4, 8.
        var (q, k) = (zeros(1, 1, 3, 2, ScalarType.Float64), zeros(1, 1, 4, 2, ScalarType.Float64));
        var v = tensor(new double[] { 1, 2, 4, 8 }).view(1, 1, 4, 1);
        Visible([3.75, 3.75, 3.75], new Attention(), q, k, v);
        Visible([1, 1.5, 7 / 3.0], new Attention { IsCausal = true }, q, k, v);
        Visible([0, 8, 3], new Attention(), q, k, v, tensor(new[] { false, false, false, false, false, false, false, true, false, true, true, false }).view(3, 4));
        // A mask shorter than the keys hides the rest.
        Visible([1, 1.5, 2], new Attention(), q, k, v, tensor(new[] { true, false, true, true, false, true }).view(3, 2));
        // Two of the four keys come from earlier: query i sees keys up to i + 2.
        Visible([7 / 3.0, 3.75, 3.75], new Attention { IsCausal = true }, q, k.narrow(2, 2, 2), v.narrow(2, 2, 2), null, k.narrow(2, 0, 2), v.narrow(2, 0, 2));
        // Of three valid keys the last query sees all, the first one.
        Visible([1, 1.5, 7 / 3.0], new Attention { IsCausal = true }, q, k, v, null, null, null, Ints(3));
        Visible([0, 0, 1], new Attention { IsCausal = true }, q, k, v, null, null, null, Ints(1));
        Visible([1.5, 1.5, 1.5], new Attention(), q, k, v, null, null, null, Ints(2));

        static void Visible(double[] expected, Attention attention, params Tensor?[] inputs) =>
            Close(tensor(expected).view(1, 1, 3, 1), attention.Forward(inputs)[0]);
    }

    [Fact]
    public void Scores_are_scaled_capped_masked_and_normalised_in_this_order()
    {
        using var scope = NewDisposeScope();
        var (q, k, v, mask) = (Normal(1, 2, 4, 3, 5), Normal(2, 2, 2, 6, 5), Normal(3, 2, 2, 6, 4), Normal(4, 2, 1, 3, 6));
        var shared = k.repeat_interleave(2, 1);
        var raw = einsum("nhqd,nhkd->nhqk", q, shared) * 0.7;
        var capped = (raw / 1.5).tanh() * 1.5;
        var weights = (capped + mask).softmax(-1);
        Close(raw, Scores(AttentionScores.Raw));
        Close(capped, Scores(AttentionScores.Capped));
        Close(capped + mask, Scores(AttentionScores.Masked));
        Close(weights, Scores(AttentionScores.Weights));
        Close(einsum("nhqk,nhkd->nhqd", weights, v.repeat_interleave(2, 1)), new Attention { Scale = 0.7, SoftCap = 1.5 }.Forward([q, k, v, mask])[0]);

        Tensor Scores(AttentionScores which) => new Attention { Scale = 0.7, SoftCap = 1.5, Scores = which }.Forward([q, k, v, mask])[3];
    }

    [Fact]
    public void Heads_may_lie_side_by_side_in_the_features()
    {
        using var scope = NewDisposeScope();
        var (q, k, v) = (Normal(1, 2, 3, 8), Normal(2, 2, 5, 4), Normal(3, 2, 5, 6));
        var flat = new Attention { QueryHeads = 4, KeyHeads = 2 }.Forward([q, k, v]);
        var split = new Attention().Forward([Split(q, 4), Split(k, 2), Split(v, 2)]);
        Close(split[0].transpose(1, 2).flatten(2), flat[0]);
        Close(Split(k, 2), flat[1]);
        Close(Split(v, 2), flat[2]);

        static Tensor Split(Tensor x, long heads) => x.reshape(x.shape[0], x.shape[1], heads, -1).transpose(1, 2);
    }

    [Fact]
    public void Rotary_positions_turn_pairs_of_features()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new double[] { 1, 2, 3, 4, 5, 6 }).view(1, 1, 1, 6);
        // A quarter turn of the first pair, a half turn of the second; the last two features are left alone.
        var (cosine, sine) = (tensor(new double[] { 0, -1 }).view(1, 1, 2), tensor(new double[] { 1, 0 }).view(1, 1, 2));
        Equal([1, 1, 1, 6], [-3, -2, 1, -4, 5, 6], Run(new RotaryEmbedding(rotated: 4), x, cosine, sine));
        Equal([1, 1, 1, 6], [-2, 1, -3, -4, 5, 6], Run(new RotaryEmbedding(interleaved: true, rotated: 4), x, cosine, sine));
    }

    [Fact]
    public void Rotary_tables_are_looked_up_at_the_positions()
    {
        using var scope = NewDisposeScope();
        var (x, angles) = (Normal(1, 2, 3, 8), Normal(2, 10, 2));
        var positions = Ints(0, 1, 2, 7, 8, 9).view(2, 3);
        var rows = angles.index_select(0, positions.flatten()).view(2, 3, 2);
        Close(Run(new RotaryEmbedding(heads: 2), x, rows.cos(), rows.sin()), Run(new RotaryEmbedding(heads: 2), x, angles.cos(), angles.sin(), positions));
    }

    [Theory]
    [InlineData("->")]
    [InlineData("i->")]
    [InlineData("ii->i")]
    [InlineData("...ii -> ...i")]
    [InlineData("ij,jk")]
    [InlineData("bij, bjk -> bik")]
    [InlineData("i,i,i->i")]
    public void Contractions_are_written_as_ONNX_writes_them(string equation)
    {
        using var scope = NewDisposeScope();
        var x = Normal(1, 2, 3, 3);
        var m = x.select(0, 0);
        (Tensor[] Operands, Tensor Expected) example = equation switch
        {
            "->" => ([tensor(2.5)], tensor(2.5)),
            "i->" => ([m[0]], m[0].sum()),
            "ii->i" => ([m], m.diagonal()),
            "...ii -> ...i" => ([x], x.diagonal(0, 1, 2)),
            "ij,jk" => ([m, x[1]], m.matmul(x[1])),
            "bij, bjk -> bik" => ([x, x], x.matmul(x)),
            _ => ([m[0], m[1], m[2]], m[0] * m[1] * m[2]),
        };
        Close(example.Expected, Run(new Einsum(equation), [.. example.Operands]));
    }
}
