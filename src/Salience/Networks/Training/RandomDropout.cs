using System.Buffers.Binary;
using System.Security.Cryptography;
using Salience.Operators;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Networks.Training;

/// <summary>Dropout that in training drops: each element is kept with probability 1 − p and then divided by it; p is the ratio, the second input.</summary>
/// <remarks>What is dropped depends on the seed, the step and the node's number alone. Source: Srivastava et al. 2014, in its inverted form.</remarks>
internal sealed class RandomDropout(Dropout operation, bool withMask, long seed, int node) : BatchOperator
{
    public override Tensor[] Run(Tensor?[] inputs, RunMode mode)
    {
        if (!mode.Training)
            return withMask ? operation.Forward([inputs[0], inputs.Optional(1)]) : [inputs[0]!.alias()];
        using var scope = NewDisposeScope();
        var x = inputs[0]!;
        var ratio = inputs.Optional(1)?.to_type(ScalarType.Float64).ToDouble() ?? Dropout.DefaultRatio;
        if (!(ratio is >= 0 and <= 1))
            throw new ArgumentException($"The ratio of a dropout is {ratio}; it must be between 0 and 1.");
        var kept = empty_like(x, requires_grad: false);
        using (var generator = new Generator(SeedOf(seed, mode.Step, node)))
            kept.bernoulli_(1 - ratio, generator);
        var y = ratio < 1 ? x * kept.mul_(1 / (1 - ratio)) : x * 0;
        return withMask ? [y.MoveToOuterDisposeScope(), (kept != 0).MoveToOuterDisposeScope()] : [y.MoveToOuterDisposeScope()];
    }

    /// <summary>A hash, since neighbouring seeds of a Mersenne twister begin alike.</summary>
    private static ulong SeedOf(long seed, long step, long node)
    {
        Span<byte> key = stackalloc byte[3 * sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(key, seed);
        BinaryPrimitives.WriteInt64LittleEndian(key[8..], step);
        BinaryPrimitives.WriteInt64LittleEndian(key[16..], node);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(key, hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }
}
