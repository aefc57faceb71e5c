using Salience.Networks;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Tests.Attribution.Relevance;

/// <summary>Random ReLU networks: three to six blocks, each a convolution, a pooling, a residual sum, a concatenation or a batch-normalised convolution.</summary>
internal sealed class RandomNetworks
{
    private readonly NetworkBuilder _builder = new();
    private readonly Generator _generator;
    private readonly Random _choice;
    private readonly bool _positive;
    private long _channels = 3;
    private string _value = string.Empty;

    private RandomNetworks(int seed, bool positive) => (_generator, _choice, _positive) = (new Generator((ulong)seed), new Random(seed), positive);

    /// <summary>A network with weights of both signs.</summary>
    public static Network Rectified(int seed) => Make(seed, positive: false);

    /// <summary>A network with positive weights and biases, in which every rule conserves on positive images.</summary>
    public static Network Positive(int seed) => Make(seed, positive: true);

    /// <summary>Images <c>(N, 3, 8, 10)</c>.</summary>
    public static Tensor Images(int seed, long count)
    {
        using var generator = new Generator((ulong)seed + 1);
        return randn([count, 3, 8, 10], ScalarType.Float64, generator: generator);
    }

    private static Network Make(int seed, bool positive)
    {
        var random = new RandomNetworks(seed, positive);
        using (random._generator)
            return random.Build();
    }

    private Network Build()
    {
        _value = _builder.AddInput("x", ScalarType.Float64, null, 3, null, null);
        Convolve();
        for (var i = _choice.Next(2, 6); i > 0; i--)
        {
            switch (_choice.Next(6))
            {
                case 0:
                    Convolve();
                    break;
                case 1:
                    Normalize();
                    break;
                case 2:
                    _value = _builder.Add("max", new MaxPool(Window()), _value);
                    break;
                case 3:
                    _value = _builder.Add("mean", new AveragePool(Window()), _value);
                    break;
                case 4:
                    var (kept, before) = (_value, _channels);
                    Convolve(before);
                    _value = _builder.Add("sum", new Add(), kept, _value);
                    break;
                default:
                    var (first, width) = (_value, _channels);
                    Convolve(2);
                    _value = _builder.Add("join", new Concat(1), first, _value);
                    _channels = width + 2;
                    break;
            }
        }

        var pooled = _builder.Add("flat", new Flatten(1), _builder.Add("pool", new GlobalAveragePool(), _value));
        var hidden = _builder.Add("act", new Relu(), Dense("hidden", pooled, _channels, 6));
        return _builder.Build(Dense("logits", hidden, 6, 5));
    }

    private Tensor Draw(params long[] shape)
    {
        var drawn = randn(shape, ScalarType.Float64, generator: _generator) * 0.4;
        return _positive ? drawn.abs() + 0.01 : drawn;
    }

    private void Convolve(long? to = null)
    {
        var channels = to ?? _choice.Next(3, 6);
        _value = _builder.Add("relu", new Relu(), Convolution(channels));
        _channels = channels;
    }

    private string Convolution(long channels) => _builder.Add(
        "conv",
        new Conv { Padding = SpatialPadding.Symmetric(1, 1), Strides = [1, 1], Dilations = [1, 1] },
        _value,
        _builder.AddParameter("weight", Draw(channels, _channels, 3, 3)),
        _builder.AddParameter("bias", Draw(channels)));

    private void Normalize()
    {
        // The statistics of a positive network leave its shift positive.
        var mean = _positive ? zeros(4, dtype: ScalarType.Float64) : Draw(4);
        _value = _builder.Add(
            "relu",
            new Relu(),
            _builder.Add(
                "norm",
                new BatchNormalization(1e-5),
                Convolution(4),
                _builder.AddParameter("scale", Draw(4)),
                _builder.AddParameter("shift", Draw(4)),
                _builder.AddParameter("mean", mean),
                _builder.AddParameter("variance", Draw(4).abs() + 0.5)));
        _channels = 4;
    }

    private string Dense(string name, string x, long from, long to) => _builder.Add(
        name, new Gemm(transposeB: true), x, _builder.AddParameter($"{name}.weight", Draw(to, from)), _builder.AddParameter($"{name}.bias", Draw(to)));

    private static SlidingWindow Window() => new() { Kernel = [3, 3], Strides = [1, 1], Dilations = [1, 1], Padding = SpatialPadding.Symmetric(1, 1) };
}
