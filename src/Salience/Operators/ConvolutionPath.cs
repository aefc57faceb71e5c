using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>Keeps the algorithm that libtorch takes for a convolution independent of the batch size and of the number of threads.</summary>
/// <remarks>
/// libtorch computes float32 convolutions on the CPU with oneDNN, except where it expects its own code to be faster: for one small image
/// (at most 20480 elements, one group, a small kernel), and for 1×1 kernels on one thread. The two differ in rounding, and rounding moves units
/// across the kink of a ReLU: the map of an image would depend on its neighbours in the batch. Source: the conditions of
/// <c>ConvParams::use_mkldnn</c> in libtorch 2.10.
/// </remarks>
internal static class ConvolutionPath
{
    private const long SmallImage = 20480;

    /// <summary>Whether a batch of these images takes another path than each of them alone.</summary>
    public static bool DependsOnBatch(Tensor x, Tensor weight, long groups)
    {
        if (x.dtype != ScalarType.Float32 || x.device_type != DeviceType.CPU || groups > 1 || x.numel() / x.shape[0] > SmallImage)
            return false;
        var kernel = weight.shape.AsSpan(2);
        return kernel.Length == 1 || kernel.Length == 2 && (kernel[0] <= 3 || kernel[1] <= 3);
    }

    /// <summary>The dilations to ask for: a 1×1 kernel has none, and naming one keeps a single thread on the path that several threads take.</summary>
    public static long[] Dilations(Tensor weight, IReadOnlyList<long> strides, IReadOnlyList<long> dilations)
    {
        var pointwise = weight.dtype == ScalarType.Float32 && weight.dim() == 4 && weight.shape[2] == 1 && weight.shape[3] == 1 && strides.All(s => s == 1);
        return pointwise && get_num_threads() == 1 ? [2, 2] : [.. dilations];
    }
}
