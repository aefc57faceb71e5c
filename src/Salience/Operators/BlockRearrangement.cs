using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>Blocks of b × b positions become channels: <c>(N, C, H, W)</c> to <c>(N, b²C, H/b, W/b)</c>.</summary>
internal sealed class SpaceToDepth(long block) : StructuralOperator
{
    public long Block => block;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var x = inputs[0]!;
        var (n, c, h, w) = (x.shape[0], x.shape[1], x.shape[2] / block, x.shape[3] / block);
        return x.reshape(n, c, h, block, w, block).permute(0, 3, 5, 1, 2, 4).reshape(n, c * block * block, h, w).MoveToOuterDisposeScope();
    }
}

/// <summary>Channels become blocks of b × b positions: <c>(N, b²C, H, W)</c> to <c>(N, C, bH, bW)</c>.</summary>
/// <param name="block">b.</param>
/// <param name="channelFirst">Whether the channel, not the position in the block, counts slowest: ONNX's CRD in place of DCR.</param>
internal sealed class DepthToSpace(long block, bool channelFirst = false) : StructuralOperator
{
    public long Block => block;

    public bool ChannelFirst => channelFirst;

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var x = inputs[0]!;
        var (n, c, h, w) = (x.shape[0], x.shape[1] / (block * block), x.shape[2], x.shape[3]);
        var blocks = channelFirst
            ? x.reshape(n, c, block, block, h, w).permute(0, 1, 4, 2, 5, 3)
            : x.reshape(n, block, block, c, h, w).permute(0, 3, 4, 1, 5, 2);
        return blocks.reshape(n, c, h * block, w * block).MoveToOuterDisposeScope();
    }
}
