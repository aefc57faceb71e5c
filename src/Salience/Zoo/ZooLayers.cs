using Salience.Networks;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Zoo;

/// <summary>Adds the layers of an architecture to a network, keeping account of shapes. A layer's value is named like its node.</summary>
internal sealed class ZooLayers : IDisposable
{
    private readonly NetworkBuilder _builder = new();
    private readonly Dictionary<string, ZooShape> _shapes = [];
    private readonly ZooSettings _settings;
    private readonly InitializationScheme _scheme;
    private readonly WeightDraw _draw;
    private readonly List<Tensor> _parameters = [];
    private bool _built;

    public ZooLayers(ZooShape image, bool anySize, ZooSettings settings, InitializationScheme scheme)
    {
        (_settings, _scheme, _draw) = (settings, scheme, new WeightDraw(settings.Seed));
        Image = _builder.AddInput("image", ScalarType.Float32, null, image.Channels, anySize ? null : image.Height, anySize ? null : image.Width);
        _shapes[Image] = image;
    }

    /// <summary>The picture.</summary>
    public string Image { get; }

    /// <summary>What the settings say about shortcuts.</summary>
    public ResidualShortcut? Shortcut => _settings.Shortcut;

    /// <summary>A published width times the width factor.</summary>
    public long Scale(long width) => Math.Max(1, (long)Math.Round(width * _settings.WidthFactor));

    /// <summary>Channels of a value.</summary>
    public long Channels(string value) => _shapes[value].Channels;

    /// <summary>Convolution to <paramref name="width"/> channels; the picture keeps its size at stride 1 unless padding is given.</summary>
    public string Convolution(string name, string x, long width, long kernel, long stride = 1, long? padding = null, bool bias = false)
    {
        var around = padding ?? kernel / 2;
        var conv = new Conv { Padding = SpatialPadding.Symmetric(around, around), Strides = [stride, stride], Dilations = [1, 1] };
        return Add(name, _shapes[x].Slide(width, kernel, stride, around), conv, [x, .. Parameters(name, _scheme.Convolution, [width, Channels(x), kernel, kernel], bias)]);
    }

    /// <summary>Batch normalisation, ε = 10⁻⁵.</summary>
    public string Normalization(string name, string x)
    {
        string Constant(string part, double value) => Parameter($"{name}/{part}", full([Channels(x)], value, ScalarType.Float32));
        return Add(name, _shapes[x], new BatchNormalization(1e-5), x, Constant("scale", 1), Constant("shift", 0), Constant("mean", 0), Constant("variance", 1));
    }

    /// <summary>Convolution without bias, batch normalisation and ReLU, named <c>conv</c>, <c>norm</c> and <c>relu</c> between prefix and suffix.</summary>
    public string Block(string prefix, string suffix, string x, long width, long kernel, long stride = 1) =>
        Relu($"{prefix}/relu{suffix}", NormalizedConvolution(prefix, suffix, x, width, kernel, stride));

    /// <summary>Convolution without bias and batch normalisation, named <c>conv</c> and <c>norm</c> between prefix and suffix.</summary>
    public string NormalizedConvolution(string prefix, string suffix, string x, long width, long kernel, long stride = 1) =>
        Normalization($"{prefix}/norm{suffix}", Convolution($"{prefix}/conv{suffix}", x, width, kernel, stride));

    public string Relu(string name, string x) => Add(name, _shapes[x], new Relu(), x);

    public string Sum(string name, string a, string b) => Add(name, _shapes[a], new Add(), a, b);

    /// <summary>Channels of both, one after the other.</summary>
    public string Concat(string name, string a, string b) =>
        Add(name, _shapes[a] with { Channels = Channels(a) + Channels(b) }, new Concat(1), a, b);

    /// <summary>Zero channels after those of x.</summary>
    public string PadChannels(string name, string x, long channels)
    {
        var amounts = Parameter($"{name}/amounts", tensor([0L, 0, 0, 0, 0, channels - Channels(x), 0, 0]));
        return Add(name, _shapes[x] with { Channels = channels }, new Pad(), x, amounts);
    }

    public string MaxPool(string name, string x, long kernel, long stride, long padding = 0) =>
        Add(name, _shapes[x].Slide(Channels(x), kernel, stride, padding), new MaxPool(Window(kernel, stride, padding)), x);

    public string MeanPool(string name, string x, long kernel, long stride) =>
        Add(name, _shapes[x].Slide(Channels(x), kernel, stride, 0), new AveragePool(Window(kernel, stride, 0)), x);

    /// <summary>The mean over all places, as a vector.</summary>
    public string GlobalMean(string name, string x) =>
        Flatten($"{name}/flatten", Add(name, new ZooShape(Channels(x), 1, 1), new GlobalAveragePool(), x));

    /// <summary>The maximum over all places, as a vector.</summary>
    public string GlobalMaximum(string name, string x) =>
        Flatten($"{name}/flatten", Add(name, new ZooShape(Channels(x), 1, 1), new GlobalMaxPool(), x));

    public string Flatten(string name, string x) => Add(name, new ZooShape(_shapes[x].Length, 1, 1), new Flatten(), x);

    /// <summary>Dropout, which only training carries out.</summary>
    public string Dropout(string name, string x, float ratio) => Add(name, _shapes[x], new Dropout(), x, Parameter($"{name}/ratio", tensor(ratio)));

    /// <summary>Linear layer with bias on a vector.</summary>
    public string Linear(string name, string x, long width) =>
        Add(name, new ZooShape(width, 1, 1), new Gemm(transposeB: true), [x, .. Parameters(name, _scheme.Linear, [width, Channels(x)], bias: true)]);

    /// <summary>Ends the network with a linear layer <c>classifier</c> to <c>logits</c>.</summary>
    public Network Build(string features, long classes)
    {
        _builder.Add("classifier", new Gemm(transposeB: true), [features, .. Parameters("classifier", _scheme.Linear, [classes, Channels(features)], bias: true)], ["logits"]);
        var network = _builder.Build("logits");
        _built = true;
        return network;
    }

    /// <summary>Frees the parameters of a network that was never finished.</summary>
    public void Dispose()
    {
        if (!_built)
            _parameters.ForEach(p => p.Dispose());
    }

    private static SlidingWindow Window(long kernel, long stride, long padding) =>
        new() { Kernel = [kernel, kernel], Strides = [stride, stride], Dilations = [1, 1], Padding = SpatialPadding.Symmetric(padding, padding) };

    private string[] Parameters(string name, InitializationRule rule, long[] weight, bool bias)
    {
        var drawn = Parameter($"{name}/weight", rule(_draw, $"{name}/weight", weight, weight));
        if (!bias)
            return [drawn];
        var biasRule = _scheme.BiasRule(_settings.Biases, weight.Length);
        return [drawn, Parameter($"{name}/bias", biasRule(_draw, $"{name}/bias", weight, [weight[0]]))];
    }

    private string Parameter(string name, Tensor value)
    {
        _parameters.Add(value);
        return _builder.AddParameter(name, value);
    }

    private string Add(string name, ZooShape shape, Operator operation, params string[] inputs)
    {
        var output = _builder.Add(name, operation, inputs);
        _shapes.Add(output, shape);
        return output;
    }
}
