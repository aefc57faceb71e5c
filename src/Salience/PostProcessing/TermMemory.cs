using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Salience.PostProcessing;

/// <summary>A bias term in memory: gradient <c>(N, C, P)</c> and its bias, one value a channel or one an element.</summary>
/// <remarks>Points into the tensors' memory: valid while they live.</remarks>
internal sealed unsafe class TermMemory<T>
    where T : unmanaged
{
    private readonly T* _gradient;
    private readonly T* _bias;

    private TermMemory(Tensor gradient, Tensor bias, long images, long channels, long places, bool biasPerChannel)
    {
        _gradient = Address(gradient);
        _bias = Address(bias);
        (Images, Channels, Places, BiasPerChannel) = (images, channels, places, biasPerChannel);
    }

    /// <summary>N.</summary>
    public long Images { get; }

    /// <summary>C.</summary>
    public long Channels { get; }

    /// <summary>P, places on the picture.</summary>
    public long Places { get; }

    /// <summary>Whether there is one bias for each channel, and not one for each element.</summary>
    public bool BiasPerChannel { get; }

    /// <summary>Lays a term out. The contiguous copies this may need live in the current dispose scope.</summary>
    /// <param name="gradient"><c>(N, C, …)</c>.</param>
    /// <param name="bias">Broadcastable to the gradient.</param>
    public static TermMemory<T> Of(Tensor gradient, Tensor bias)
    {
        var (n, c) = (gradient.shape[0], gradient.shape[1]);
        var places = gradient.numel() / Math.Max(1, n * c);
        var perChannel = bias.numel() == 1 || bias.numel() == c && bias.dim() == gradient.dim() && bias.shape[1] == c
            || bias.numel() == c && bias.dim() == gradient.dim() - 1 && bias.shape[0] == c;
        var values = perChannel ? bias.reshape(-1).expand(c).contiguous() : bias.expand(gradient.shape).contiguous();
        return new TermMemory<T>(gradient.contiguous(), values, n, c, places, perChannel);
    }

    /// <summary>∂f/∂y of <paramref name="count"/> channels of one image, one behind the other.</summary>
    public ReadOnlySpan<T> Gradient(long image, long channel, int count = 1) => new(_gradient + (image * Channels + channel) * Places, checked((int)(count * Places)));

    /// <summary>b of <paramref name="count"/> channels of one image: one value for each, or one for each place of each.</summary>
    public ReadOnlySpan<T> Bias(long image, long channel, int count = 1) =>
        BiasPerChannel ? new(_bias + channel, count) : new(_bias + (image * Channels + channel) * Places, checked((int)(count * Places)));

    private static T* Address(Tensor tensor) => (T*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));
}
