using static TorchSharp.torch;

namespace Salience.Attribution.Engine;

/// <summary>Masks of the picture's size made of feature maps: enlarged, then brought to [0, 1], a few at a time.</summary>
/// <param name="features"><c>(N, C, h, w)</c>.</param>
/// <param name="height">Rows of the picture.</param>
/// <param name="width">Columns of the picture.</param>
internal sealed class ChannelMasks(Tensor features, long height, long width)
{
    /// <summary>The mask of each row, <c>(R, 1, H, W)</c>: the copy's number is the channel; the number behind the last channel masks everything.</summary>
    public Tensor Of(PerturbedCopies rows)
    {
        using var scope = NewDisposeScope();
        var channels = features.shape[1];
        var flat = features.reshape(-1, 1, features.shape[2], features.shape[3]);
        var index = rows.Images.Zip(rows.Copies, (i, c) => i * channels + Math.Min(c, channels - 1)).ToArray();
        var large = PostProcessing.UpsamplingStage.Bilinear(flat.index_select(0, tensor(index)), height, width, alignCorners: false);
        var low = large.amin([2, 3], keepdim: true);
        var range = large.amax([2, 3], keepdim: true) - low;
        var black = tensor(rows.Copies.Select(c => c >= channels).ToArray()).view(-1, 1, 1, 1).logical_or(range == 0);
        return ((large - low) / range.masked_fill(black, 1)).masked_fill(black, 0).MoveToOuterDisposeScope();
    }
}
