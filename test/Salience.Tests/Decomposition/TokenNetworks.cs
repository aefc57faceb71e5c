using Salience.Networks;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Tests.Decomposition;

/// <summary>Small networks that turn pictures into tokens, written as exporters write them; float64, random weights.</summary>
internal sealed class TokenNetworks : IDisposable
{
    /// <summary>Features of a token.</summary>
    public const int Width = 4;

    private readonly NetworkBuilder _builder = new();
    private readonly Generator _generator = new(11);

    private TokenNetworks() => Input = _builder.AddInput("x", ScalarType.Float64, null, 3, null, null);

    private string Input { get; }

    /// <inheritdoc/>
    public void Dispose() => _generator.Dispose();

    /// <summary>Patches of 2×2, class token, position embedding, norm, attention of two heads, residual, norm, class token, linear layer.</summary>
    /// <param name="rows">Rows of patches.</param>
    /// <param name="columns">Columns of patches.</param>
    /// <param name="sequenceFirst">Whether attention works on <c>(T, N, D)</c>.</param>
    public static Network Transformer(int rows, int columns, bool sequenceFirst = false)
    {
        using var t = new TokenNetworks();
        var flat = t.Reshape("flat", t.Conv("patch", t.Input, 3, 2), 0, Width, -1);
        var tokens = t.Add("tokens", new Transpose([0, 2, 1]), flat);
        var batch = t.Add("batch", new Slice(), t.Add("shape", new Shape(), t.Input), t.Ints(0), t.Ints(1));
        var target = t.Add("target", new Concat(0), batch, t.Ints(1, Width));
        var token = t.Add("token", new Expand(), t.Weight(1, 1, Width), target);
        var joined = t.Add("joined", new Concat(1), token, tokens);
        var embedded = t.Add("embedded", new Add(), joined, t.Weight(1, rows * columns + 1, Width));
        var norm = t.Norm("norm", embedded);
        var attended = t.Attend(sequenceFirst ? t.Add("turned", new Transpose([1, 0, 2]), norm) : norm, sequenceFirst, rows * columns + 1);
        var back = sequenceFirst ? t.Add("back", new Transpose([1, 0, 2]), attended) : attended;
        var sum = t.Add("sum", new Add(), embedded, back);
        var first = t.Add("first", new Gather(1), t.Norm("last", sum), t._builder.AddParameter("zero", tensor(0L)));
        return t.Build(t.Add("fc", new Gemm(), first, t.Weight(Width, 5), t.Weight(5)));
    }

    /// <summary>Patches of 2×2, two blocks of attention of two heads with residual sums, norm, linear layer over the class token or the mean of all tokens.</summary>
    /// <param name="rows">Rows of patches.</param>
    /// <param name="columns">Columns of patches.</param>
    /// <param name="classToken">Whether a class token comes first and is read.</param>
    /// <param name="fused">Whether attention is one operator; with the same weights.</param>
    public static Network Blocks(int rows, int columns, bool classToken = true, bool fused = false)
    {
        using var t = new TokenNetworks();
        var tokens = t.Add("tokens", new Transpose([0, 2, 1]), t.Reshape("flat", t.Conv("patch", t.Input, 3, 2), 0, Width, -1));
        if (classToken)
        {
            var batch = t.Add("batch", new Slice(), t.Add("shape", new Shape(), t.Input), t.Ints(0), t.Ints(1));
            var token = t.Add("token", new Expand(), t.Weight(1, 1, Width), t.Add("target", new Concat(0), batch, t.Ints(1, Width)));
            tokens = t.Add("joined", new Concat(1), token, tokens);
        }

        for (var block = 1; block <= 2; block++)
            tokens = t.Add($"sum{block}", new Add(), tokens, t.Block(block, t.Norm($"norm{block}", tokens), fused));
        var last = t.Norm("last", tokens);
        var read = classToken ? t.Add("first", new Gather(1), last, t._builder.AddParameter("zero", tensor(0L))) : t.Add("pooled", new ReduceMean(false), last, t.Ints(1));
        return t.Build(t.Add("fc", new Gemm(), read, t.Weight(Width, 5), t.Weight(5)));
    }

    /// <summary>Channels-last stages as in Swin: patches, norm, cyclic shift, windows of 2×2, a function of each token, back, merging of 2×2 patches.</summary>
    /// <param name="rows">Rows of patches, even.</param>
    /// <param name="columns">Columns of patches, even.</param>
    public static Network ShiftedWindows(int rows, int columns)
    {
        using var t = new TokenNetworks();
        var last = t.Add("last", new Transpose([0, 2, 3, 1]), t.Conv("patch", t.Input, 3, 2));
        var norm = t.Norm("norm", last);
        var shifted = t.Roll(t.Roll(norm, 1, 1), 2, 1);
        var split = t.Reshape("split", shifted, -1, rows / 2, 2, columns / 2, 2, Width);
        var windows = t.Reshape("windows", t.Add("sorted", new Transpose([0, 1, 3, 2, 4, 5]), split), -1, 4, Width);
        var hidden = t.Add("gelu", new Gelu(), t.Linear("up", windows, Width, 6));
        var down = t.Linear("down", hidden, 6, Width);
        var joined = t.Add("joined", new Transpose([0, 1, 3, 2, 4, 5]), t.Reshape("unsplit", down, -1, rows / 2, columns / 2, 2, 2, Width));
        var whole = t.Roll(t.Roll(t.Reshape("whole", joined, -1, rows, columns, Width), 1, rows - 1), 2, columns - 1);
        var sum = t.Add("sum", new Add(), last, whole);
        var quarters = new[] { (0, 0), (1, 0), (0, 1), (1, 1) }.Select((o, i) =>
            t.Add($"quarter{i}", new Slice(), sum, t.Ints(o.Item1, o.Item2), t.Ints(99, 99), t.Ints(1, 2), t.Ints(2, 2))).ToArray();
        var merged = t.Norm("merged", t.Add("gathered", new Concat(-1), quarters), 4 * Width);
        var coarse = t.Linear("coarse", merged, 4 * Width, Width);
        var pooled = t.Add("pooled", new ReduceMean(false), t.Norm("end", coarse), t.Ints(1, 2));
        return t.Build(t.Add("fc", new Gemm(), pooled, t.Weight(Width, 5), t.Weight(5)));
    }

    /// <summary>Patches cut by Reshape and Transpose, embedded by MatMul, a function of each, mean, linear layer.</summary>
    public static Network CutPatches(int rows, int columns)
    {
        using var t = new TokenNetworks();
        var cut = t.Reshape("cut", t.Input, -1, 3, rows, 2, columns, 2);
        var patches = t.Reshape("patches", t.Add("sorted", new Transpose([0, 2, 4, 3, 5, 1]), cut), -1, rows * columns, 12);
        var hidden = t.Add("gelu", new Gelu(), t.Linear("embedded", patches, 12, Width));
        return t.Build(t.Add("fc", new Gemm(), t.Add("pooled", new ReduceMean(false), hidden, t.Ints(1)), t.Weight(Width, 5), t.Weight(5)));
    }

    /// <summary>A convolutional network with a channel shuffle.</summary>
    public static Network ChannelShuffle()
    {
        using var t = new TokenNetworks();
        var split = t.Reshape("split", t.Conv("first", t.Input, 3, 2), 0, 2, Width / 2, 3, 3);
        var shuffled = t.Reshape("shuffled", t.Add("turned", new Transpose([0, 2, 1, 3, 4]), split), 0, Width, 3, 3);
        var features = t.Add("relu", new Relu(), t.Conv("second", shuffled, Width, 1));
        return t.Build(t.Add("fc", new Gemm(), t.Add("pooled", new ReduceMean(false), features, t.Ints(2, 3)), t.Weight(Width, 5), t.Weight(5)));
    }

    private string Block(int block, string x, bool fused)
    {
        var (q, k, v) = (Linear($"q{block}", x, Width, Width), Linear($"k{block}", x, Width, Width), Linear($"v{block}", x, Width, Width));
        if (fused)
            return Linear($"projected{block}", Add($"attention{block}", new Attention { QueryHeads = 2, KeyHeads = 2 }, q, k, v), Width, Width);
        string Heads(string name, params long[] order) => Add($"{name}.heads", new Transpose(order), Reshape($"{name}.split", name, 0, 0, 2, Width / 2));
        var scores = Add($"scores{block}", new MatMul(), Heads(q, 0, 2, 1, 3), Heads(k, 0, 2, 3, 1));
        var scaled = Add($"scaled{block}", new Mul(), scores, _builder.AddParameter("scale", tensor(Math.Sqrt(2.0 / Width))));
        var mixed = Add($"mixed{block}", new MatMul(), Add($"weights{block}", new Softmax(), scaled), Heads(v, 0, 2, 1, 3));
        return Linear($"projected{block}", Reshape($"rows{block}", Add($"unsplit{block}", new Transpose([0, 2, 1, 3]), mixed), 0, 0, Width), Width, Width);
    }

    private string Attend(string x, bool sequenceFirst, int tokens)
    {
        // (N, T, D) → (N, heads, T, D/heads), or (T, N, D) → (N·heads, T, D/heads).
        string Heads(string name) => sequenceFirst
            ? Add($"{name}.heads", new Transpose([1, 0, 2]), Reshape($"{name}.split", Linear(name, x, Width, Width), 0, -1, Width / 2))
            : Add($"{name}.heads", new Transpose([0, 2, 1, 3]), Reshape($"{name}.split", Linear(name, x, Width, Width), 0, 0, 2, Width / 2));
        var (q, k, v) = (Heads("q"), Heads("k"), Heads("v"));
        var scores = Add("scores", new MatMul(), q, Add("k.turned", new Transpose(sequenceFirst ? [0, 2, 1] : [0, 1, 3, 2]), k));
        var mixed = Add("mixed", new MatMul(), Add("weights", new Softmax(), scores), v);
        var unsplit = Add("unsplit", new Transpose(sequenceFirst ? [1, 0, 2] : [0, 2, 1, 3]), mixed);
        if (!sequenceFirst)
            return Linear("projected", Reshape("rows", unsplit, 0, 0, Width), Width, Width);
        return Reshape("unfolded", Add("projected", new Gemm(), Reshape("rows", unsplit, -1, Width), Weight(Width, Width), Weight(Width)), tokens, -1, Width);
    }

    private string Roll(string x, long axis, long by)
    {
        var tail = Add("tail", new Slice(), x, Ints(by), Ints(long.MaxValue), Ints(axis));
        return Add("rolled", new Concat(axis), tail, Add("head", new Slice(), x, Ints(0), Ints(by), Ints(axis)));
    }

    private string Conv(string name, string x, long from, long size) => Add(
        name,
        new Conv { Padding = SpatialPadding.None(2), Strides = [size, size], Dilations = [1, 1] },
        x,
        Weight(Width, from, size, size),
        Weight(Width));

    private string Linear(string name, string x, long from, long to) => Add(name, new Add(), Add($"{name}.product", new MatMul(), x, Weight(from, to)), Weight(to));

    private string Norm(string name, string x, long width = Width) => Add(name, new LayerNormalization(), x, Weight(width), Weight(width));

    private string Reshape(string name, string x, params long[] shape) => Add(name, new Reshape(), x, Ints(shape));

    private string Ints(params long[] values) => _builder.AddParameter("ints", tensor(values, ScalarType.Int64));

    private string Weight(params long[] shape) => _builder.AddParameter("weight", randn(shape, ScalarType.Float64, generator: _generator));

    private string Add(string name, Operator operation, params string[] inputs) => _builder.Add(name, operation, inputs);

    private Network Build(string output) => _builder.Build(output);
}
