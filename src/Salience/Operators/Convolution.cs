using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>Convolution over one to three spatial axes, <c>(N, C, D…)</c> by <c>(M, C/groups, k…)</c>, with an optional bias <c>(M)</c>.</summary>
internal sealed class Conv : SingleOutputOperator
{
    /// <summary>What is added around the picture before the kernel slides over it.</summary>
    public required SpatialPadding Padding { get; init; }

    public required IReadOnlyList<long> Strides { get; init; }

    public required IReadOnlyList<long> Dilations { get; init; }

    public long Groups { get; init; } = 1;

    /// <summary>Whether an image gets to the bit what it would get alone; where it need not, libtorch takes the algorithm it expects to be fastest.</summary>
    public bool BatchInvariant { get; init; } = true;

    public override OperatorKind Kind => OperatorKind.Affine;

    public override BiasKind BiasOf(IReadOnlyList<bool> active) => ChannelBias.Of(active);

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var (x, w, b) = (inputs[0]!, inputs[1]!, inputs.Count > 2 ? inputs[2] : null);
        var kernel = w.shape.AsSpan(2);
        var (begin, end) = Padding.Resolve(x.shape.AsSpan(2), kernel, Strides, Dilations);
        if (!begin.AsSpan().SequenceEqual(end))
        {
            x = SpatialPadding.Pad(x, begin, end, 0);
            begin = new long[begin.Length];
        }

        // One image at a time where libtorch would take another algorithm for a batch: see ConvolutionPath.
        var y = BatchInvariant && x.shape[0] > 1 && ConvolutionPath.DependsOnBatch(x, w, Groups)
            ? cat([.. x.split(1).Select(image => Convolve(image, w, b, begin))])
            : Convolve(x, w, b, begin);
        return y.MoveToOuterDisposeScope();
    }

    private Tensor Convolve(Tensor x, Tensor w, Tensor? b, long[] padding)
    {
        var (s, d) = (Strides.ToArray(), BatchInvariant ? ConvolutionPath.Dilations(w, Strides, Dilations) : Dilations.ToArray());
        return FilledBlocks.Convolve(x, w, b, Groups, transposed: false, (input, weight, bias, groups) => d.Length switch
        {
            1 => nn.functional.conv1d(input, weight, bias, s[0], padding[0], d[0], groups),
            2 => nn.functional.conv2d(input, weight, bias, s, padding, d, groups),
            3 => nn.functional.conv3d(input, weight, bias, s, padding, d, groups),
            var n => throw new ArgumentException($"Convolution over {n} spatial axes is not supported; 1 to 3 are."),
        });
    }

    protected override Tensor? ComputeBias(OperatorCall call) => ChannelBias.Compute(call);
}
