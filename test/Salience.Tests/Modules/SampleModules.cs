using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Salience.Tests.Modules;

/// <summary>Modules as users write them, in float64 with weights from a seed.</summary>
internal static class SampleModules
{
    /// <summary>Sets every parameter and running statistic to random values.</summary>
    public static TModule Randomize<TModule>(TModule module, ulong seed)
        where TModule : nn.Module
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(seed);
        using var quiet = no_grad();
        module.to(ScalarType.Float64);
        foreach (var (name, tensor) in module.named_parameters().Select(p => (p.name, (Tensor)p.parameter)).Concat(module.named_buffers()))
        {
            if (!tensor.is_floating_point())
                continue;
            var values = randn(tensor.shape, ScalarType.Float64, generator: generator) * 0.5;
            tensor.copy_(name.EndsWith("running_var", StringComparison.Ordinal) ? values.abs() + 0.5 : values);
        }

        return module;
    }

    /// <summary>Convolution with batch norm, in-place ReLU, pooling, a second convolution, a linear layer: 4 classes.</summary>
    public static Sequential Plain(bool inplace, ulong seed = 1) => Randomize(
        nn.Sequential(
            ("conv1", nn.Conv2d(3, 5, 3, padding: 1)),
            ("bn1", nn.BatchNorm2d(5)),
            ("relu1", nn.ReLU(inplace)),
            ("pool", nn.MaxPool2d(2)),
            ("conv2", nn.Conv2d(5, 6, 3)),
            ("relu2", nn.ReLU(inplace)),
            ("gap", nn.AdaptiveAvgPool2d(1)),
            ("flat", nn.Flatten()),
            ("fc", nn.Linear(6, 4))),
        seed);

    /// <summary>Images <c>(N, 3, 8, 8)</c>.</summary>
    public static Tensor Images(ulong seed, long count)
    {
        using var generator = new Generator(seed);
        return randn([count, 3, 8, 8], ScalarType.Float64, generator: generator);
    }
}

/// <summary>One linear layer of three inputs called twice, with an activation of choice between.</summary>
internal sealed class SharedLayer : nn.Module<Tensor, Tensor>
{
    private readonly Linear _shared = nn.Linear(3, 3);
    private readonly nn.Module<Tensor, Tensor> _act;

    public SharedLayer(nn.Module<Tensor, Tensor> act)
        : base(nameof(SharedLayer))
    {
        _act = act;
        register_module("shared", _shared);
        register_module("act", _act);
    }

    public Linear Shared => _shared;

    public override Tensor forward(Tensor input) => _shared.call(_act.call(_shared.call(input)));
}

/// <summary>A residual block, its skip added in place, whose code may add a parameter that no submodule holds.</summary>
internal sealed class Block : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d _conv;
    private readonly ReLU _relu = nn.ReLU(inplace: true);
    private readonly Parameter? _offset;

    public Block(long channels, bool withOffset)
        : base(nameof(Block))
    {
        _conv = nn.Conv2d(channels, channels, 3, padding: 1);
        register_module("conv", _conv);
        register_module("relu", _relu);
        if (withOffset)
            register_parameter("offset", _offset = new Parameter(ones(1, channels, 1, 1, dtype: ScalarType.Float64)));
    }

    public override Tensor forward(Tensor input)
    {
        var y = _conv.call(input);
        y.add_(input);
        if (_offset is not null)
            y = y + _offset;
        return _relu.call(y);
    }
}

/// <summary>A leaf of the user's own that squares its input where it lies.</summary>
internal sealed class SquareInPlace() : nn.Module<Tensor, Tensor>(nameof(SquareInPlace))
{
    public override Tensor forward(Tensor input) => input.mul_(input.clone());
}

/// <summary>A module that fails when told to.</summary>
internal sealed class Failing() : nn.Module<Tensor, Tensor>(nameof(Failing))
{
    public bool Fail { get; set; }

    public override Tensor forward(Tensor input) => Fail ? throw new InvalidOperationException("on purpose") : input * 2;
}
