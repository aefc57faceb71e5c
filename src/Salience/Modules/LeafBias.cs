using Salience.Operators;
using TorchSharp.Modules;
using static TorchSharp.torch;
using BatchNorm = TorchSharp.Modules.BatchNorm;
using Dropout = TorchSharp.Modules.Dropout;
using Flatten = TorchSharp.Modules.Flatten;
using Identity = TorchSharp.Modules.Identity;

namespace Salience.Modules;

/// <summary>Where the bias of a leaf module comes from, and for a constant one its value.</summary>
/// <param name="Kind">Kind of bias.</param>
/// <param name="Operator">The operation in the library's terms.</param>
internal sealed record LeafBias(BiasKind Kind, Operator Operator)
{
    /// <summary>What is known of a module's bias in evaluation mode; any module that is not known has an implicit one.</summary>
    public static LeafBias Of(nn.Module module) => module switch
    {
        Linear { bias: not null } => new(BiasKind.Explicit, new Gemm(transposeB: true)),
        ConvolutionTranspose { bias: not null } c => new(BiasKind.Explicit, new ConvTranspose
        {
            Padding = Padding(c),
            Strides = c.stride,
            Dilations = c.dilation,
            OutputPadding = c.output_padding,
            Groups = c.groups,
        }),
        Convolution { bias: not null } c => new(BiasKind.Explicit, new Conv { Padding = Padding(c), Strides = c.stride, Dilations = c.dilation, Groups = c.groups }),
        BatchNorm { running_mean: not null, running_var: not null } n => new(BiasKind.Explicit, new BatchNormalization(n.eps)),
        LayerNorm or GroupNorm or NormBase => Tangent(module, BiasKind.Explicit | BiasKind.Implicit),
        _ => Tangent(module, IsHomogeneous(module) ? BiasKind.None : BiasKind.Implicit),
    };

    /// <summary>The constant that an explicit module adds to an output of shape <paramref name="shape"/>, broadcastable to it.</summary>
    public static Tensor Constant(nn.Module module, long[] shape)
    {
        using var scope = NewDisposeScope();
        var bias = module switch
        {
            Linear linear => linear.bias!.detach(),
            Convolution convolution => PerChannel(convolution.bias!.detach(), shape.Length - convolution.kernel_size.Length - 1, shape.Length),
            BatchNorm norm => PerChannel(ScaleAndShift(norm).Shift, 1, shape.Length),
            _ => throw new ArgumentException($"A module of type {module.GetType().Name} adds no constant."),
        };
        return bias.MoveToOuterDisposeScope();
    }

    /// <summary>The constant that an affine module and the batch normalisation behind it add together: <c>scale·b + shift</c>.</summary>
    public static Tensor MergedConstant(nn.Module first, BatchNorm norm, long[] shape)
    {
        using var scope = NewDisposeScope();
        var own = first is Linear linear ? linear.bias! : ((Convolution)first).bias!;
        var (scale, shift) = ScaleAndShift(norm);
        return PerChannel(shift + scale * own.detach(), 1, shape.Length).MoveToOuterDisposeScope();
    }

    private static LeafBias Tangent(nn.Module module, BiasKind kind) => new(kind, new ModuleOperator(module, kind));

    private static (Tensor Scale, Tensor Shift) ScaleAndShift(BatchNorm norm)
    {
        var (mean, variance) = (norm.running_mean!.detach(), norm.running_var!.detach());
        var (gamma, beta) = (norm.weight?.detach() ?? ones_like(variance), norm.bias?.detach() ?? zeros_like(mean));
        return new BatchNormalization(norm.eps).ScaleAndShift(gamma, beta, mean, variance);
    }

    private static Tensor PerChannel(Tensor vector, int axis, int rank)
    {
        var shape = Enumerable.Repeat(1L, rank).ToArray();
        shape[axis] = vector.numel();
        return vector.view(shape);
    }

    private static SpatialPadding Padding(Convolution c) =>
        c.padding is { } amounts ? SpatialPadding.Symmetric(amounts) : new SpatialPadding(PaddingMode.SameUpper, [], []);

    /// <summary>Linear without a constant, or positively homogeneous, in evaluation mode.</summary>
    private static bool IsHomogeneous(nn.Module module) => module
        is ReLU or LeakyReLU or PReLU or RReLU or Identity or Linear or Convolution
        or MaxPool1d or MaxPool2d or MaxPool3d or AvgPool1d or AvgPool2d or AvgPool3d
        or AdaptiveAvgPool1d or AdaptiveAvgPool2d or AdaptiveAvgPool3d or AdaptiveMaxPool1d or AdaptiveMaxPool2d or AdaptiveMaxPool3d
        or Dropout or Dropout1d or Dropout2d or Dropout3d or AlphaDropout or FeatureAlphaDropout
        or Flatten or Unflatten or Fold or Unfold or Upsample or PixelShuffle or PixelUnshuffle or ChannelShuffle
        or ReflectionPad1d or ReflectionPad2d or ReflectionPad3d or ReplicationPad1d or ReplicationPad2d or ReplicationPad3d or ZeroPad2d
        or ConstantPad1d { value: 0 } or ConstantPad2d { value: 0 } or ConstantPad3d { value: 0 };
}
