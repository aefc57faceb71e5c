using Salience.Networks;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Benchmarks;

/// <summary>Adds layers of random weights to a network, keeping count of channels.</summary>
internal sealed class LayerBuilder : IDisposable
{
    private readonly NetworkBuilder _builder = new();
    private readonly Generator _generator;
    private readonly Dictionary<string, long> _channels = [];

    public LayerBuilder(ulong seed)
    {
        _generator = new Generator(seed);
        Input = _builder.AddInput("x", ScalarType.Float32, null, 3, null, null);
        _channels[Input] = 3;
    }

    /// <summary>The picture.</summary>
    public string Input { get; }

    /// <summary>Number of channels of a value.</summary>
    public long Channels(string value) => _channels[value];

    public string Convolution(string x, long width, long kernel, long stride = 1, bool bias = false)
    {
        var from = Channels(x);
        // He initialisation keeps the values of deep networks in range.
        List<string> inputs = [x, Parameter("weight", Math.Sqrt(2.0 / (from * kernel * kernel)), width, from, kernel, kernel)];
        if (bias)
            inputs.Add(Parameter("bias", 0.1, width));
        var conv = new Conv { Padding = SpatialPadding.Symmetric(kernel / 2, kernel / 2), Strides = [stride, stride], Dilations = [1, 1] };
        return Add("conv", width, conv, [.. inputs]);
    }

    public string Normalization(string x)
    {
        var width = Channels(x);
        var variance = _builder.AddParameter("variance", rand([width], generator: _generator) + 0.5);
        return Add("norm", width, new BatchNormalization(1e-5), x, Positive("scale", width), Parameter("shift", 0.1, width), Parameter("mean", 0.1, width), variance);
    }

    public string Relu(string x) => Add("relu", Channels(x), new Relu(), x);

    public string Add(string a, string b) => Add("add", Channels(a), new Add(), a, b);

    public string Concat(string a, string b) => Add("concat", Channels(a) + Channels(b), new Concat(1), a, b);

    public string MaxPool(string x, long kernel, long stride, long padding) => Add("pool", Channels(x), new MaxPool(Window(kernel, stride, padding)), x);

    public string MeanPool(string x) => Add("pool", Channels(x), new AveragePool(Window(2, 2, 0)), x);

    public string GlobalMean(string x) => Add("mean", Channels(x), new GlobalAveragePool(), x);

    public string Flatten(string x) => Add("flat", Channels(x), new Flatten(), x);

    public string Linear(string x, long from, long to) =>
        Add("fc", to, new Gemm(transposeB: true), x, Parameter("weight", Math.Sqrt(2.0 / from), to, from), Parameter("bias", 0.1, to));

    public Network Build(string output) => _builder.Build(output);

    public void Dispose() => _generator.Dispose();

    private static SlidingWindow Window(long kernel, long stride, long padding) =>
        new() { Kernel = [kernel, kernel], Strides = [stride, stride], Dilations = [1, 1], Padding = SpatialPadding.Symmetric(padding, padding) };

    private string Parameter(string name, double deviation, params long[] shape)
    {
        using var scope = NewDisposeScope();
        return _builder.AddParameter(name, randn(shape, generator: _generator) * deviation);
    }

    private string Positive(string name, long width)
    {
        using var scope = NewDisposeScope();
        return _builder.AddParameter(name, rand([width], generator: _generator) * 0.5 + 0.5);
    }

    private string Add(string name, long channels, Operator operation, params string[] inputs)
    {
        var output = _builder.Add(name, operation, inputs);
        _channels[output] = channels;
        return output;
    }
}
