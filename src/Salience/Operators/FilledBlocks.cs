using Salience.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>Convolutions with channels of zeros that fill up oneDNN's blocks, where it does not fill them itself (<see cref="ConvolutionKernels"/>).</summary>
/// <remarks>Channels of zeros add zero to every sum, so that values and gradients stay what they are.</remarks>
internal static class FilledBlocks
{
    private const long Block = 16;

    /// <summary>Convolves with whole blocks of channels.</summary>
    /// <param name="x"><c>(N, C, D…)</c>.</param>
    /// <param name="weight">Whose first axis counts the channels of the output, or with <paramref name="transposed"/> those of the input.</param>
    /// <param name="bias"><c>(M)</c>, or none.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="transposed">Whether the weight is that of a transposed convolution.</param>
    /// <param name="convolve">Convolves input, weight and bias with a number of groups.</param>
    /// <returns><c>(N, M, D…)</c>, disposed by the caller.</returns>
    public static Tensor Convolve(Tensor x, Tensor weight, Tensor? bias, long groups, bool transposed, Func<Tensor, Tensor, Tensor?, long, Tensor> convolve)
    {
        var (inputs, outputs) = (x.shape[1], transposed ? weight.shape[1] * groups : weight.shape[0]);
        var (moreInputs, moreOutputs) = (Missing(inputs), Missing(outputs));
        var channelwise = groups > 1 && groups == inputs && groups == outputs;
        if (!ConvolutionKernels.LeaveBlocksUnfilled || x.dtype != ScalarType.Float32 || x.device_type != DeviceType.CPU || groups > 1 && !channelwise || moreInputs + moreOutputs == 0)
            return convolve(x, weight, bias, groups);
        using var scope = NewDisposeScope();
        var whole = channelwise ? Grown(weight, 0, moreInputs)
            : transposed ? Grown(Grown(weight, 0, moreInputs), 1, moreOutputs) : Grown(Grown(weight, 0, moreOutputs), 1, moreInputs);
        var y = convolve(Grown(x, 1, moreInputs), whole, bias is null ? null : Grown(bias, 0, moreOutputs), channelwise ? groups + moreInputs : groups);
        return y.narrow(1, 0, outputs).contiguous().MoveToOuterDisposeScope();
    }

    private static long Missing(long channels) => (Block - channels % Block) % Block;

    private static Tensor Grown(Tensor values, int axis, long more)
    {
        if (more == 0)
            return values;
        var shape = values.shape;
        shape[axis] = more;
        return cat([values, zeros(shape, values.dtype)], axis);
    }
}
