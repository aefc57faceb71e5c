using static TorchSharp.torch;

namespace Salience.PostProcessing;

/// <summary>How the attributions of the channels of one place become one number.</summary>
public enum ChannelReduction
{
    /// <summary><c>Σ_c a_c</c>: signed; the map adds up to what the attributions add up to.</summary>
    Sum,

    /// <summary><c>Σ_c |a_c|</c>.</summary>
    AbsoluteSum,

    /// <summary><c>max_c |a_c|</c> (Simonyan et al. 2014).</summary>
    MaxAbsolute,

    /// <summary><c>√(Σ_c a_c²)</c>.</summary>
    Norm,

    /// <summary><c>max(0, Σ_c a_c)</c>: what speaks for the target.</summary>
    PositiveSum,
}

/// <summary>Attributions of an input as a map of one channel.</summary>
internal static class InputMap
{
    /// <summary>From <c>(N, C, H, W)</c> to <c>(N, 1, H, W)</c>; an input that is no picture becomes one row, <c>(N, 1, 1, K)</c>.</summary>
    public static Tensor Reduce(Tensor values, ChannelReduction reduction)
    {
        using var scope = NewDisposeScope();
        var pictures = values.dim() == 4 ? values : values.reshape(values.shape[0], 1, 1, -1);
        var map = reduction switch
        {
            ChannelReduction.Sum => pictures.sum(1, keepdim: true),
            ChannelReduction.AbsoluteSum => pictures.abs().sum(1, keepdim: true),
            ChannelReduction.MaxAbsolute => pictures.abs().amax([1], keepdim: true),
            ChannelReduction.Norm => pictures.square().sum(1, keepdim: true).sqrt(),
            ChannelReduction.PositiveSum => pictures.sum(1, keepdim: true).clamp_min(0),
            _ => throw new ArgumentOutOfRangeException(nameof(reduction), reduction, "There is no such reduction."),
        };
        return map.MoveToOuterDisposeScope();
    }
}
