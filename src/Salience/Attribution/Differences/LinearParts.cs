using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Attribution.Differences;

/// <summary>The positive part of the difference that an operator's output has: the sum of the contributions that raise it.</summary>
internal abstract class PartsRule
{
    /// <summary>The part, on the tape.</summary>
    /// <param name="call">The operator's two evaluations.</param>
    public abstract Tensor Positive(DifferenceCall call);

    /// <summary>What of the difference of an input goes up, what down; an input without a difference belongs to both by half.</summary>
    protected static (Tensor Up, Tensor Down) Split(Tensor x, Tensor x0)
    {
        var difference = x - x0;
        var sign = difference.detach().sign();
        return (difference * ((sign + 1) / 2), difference * ((1 - sign) / 2));
    }
}

/// <summary>Convolution and matrix product with constant weights: <c>Δz⁺ = W⁺·Δx⁺ + W⁻·Δx⁻</c>, Δx⁺ and Δx⁻ the inputs that rise and fall.</summary>
/// <remarks>Source: Shrikumar, Greenside and Kundaje 2017, section 3.5.1, the linear rule.</remarks>
/// <param name="data">Which input is data; the other of the first two is the weight.</param>
internal sealed class LinearParts(int data) : PartsRule
{
    public override Tensor Positive(DifferenceCall call)
    {
        var (up, down) = Split(call.Inputs[data]!, call.Reference.Inputs[data]!);
        var weight = call.Inputs[1 - data]!;
        Tensor Product(Tensor x, Tensor w) => call.Forward(data == 0 ? [x, w] : [w, x]);
        return Product(up, weight.clamp_min(0)) + Product(down, weight.clamp_max(0));
    }
}

/// <summary>Sums and differences of activations: each rising summand and each falling subtrahend raises the result.</summary>
internal sealed class SumParts : PartsRule
{
    public override Tensor Positive(DifferenceCall call)
    {
        Tensor? sum = null;
        foreach (var i in call.Active)
        {
            var (up, down) = Split(call.Inputs[i]!, call.Reference.Inputs[i]!);
            var part = call.Node.Operator is Sub && i == 1 ? -down : up;
            sum = sum is null ? part : sum + part;
        }

        return sum!.expand_as(call.Output);
    }
}

/// <summary>What lies between a linear operator and its nonlinearity: batch normalisation, constant factors and summands, other shapes.</summary>
internal sealed class PassedParts : PartsRule
{
    public override Tensor Positive(DifferenceCall call)
    {
        var data = call.Active[0];
        var positive = call.Session.Part(call.Node.Inputs[data]);
        var scale = call.Node.Operator switch
        {
            BatchNormalization norm => Standardization.AlongChannels(norm.ScaleAndShift(call.Inputs[1]!, call.Inputs[2]!, call.Inputs[3]!, call.Inputs[4]!).Scale, positive),
            Mul => call.Inputs[1 - data]!,
            _ => null,
        };
        if (scale is null)
            return call.Node.Operator is Add or Sub ? positive.expand_as(call.Output) : call.ForwardAt(positive);
        // A negative factor turns what raised its input into what lowers the output.
        var negative = call.X - call.X0 - positive;
        return where(scale >= 0, positive * scale, negative * scale);
    }
}
