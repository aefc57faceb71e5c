using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Attribution.Differences;

/// <summary>The spread of an operator's output: how much of its difference goes up and down together, <c>Δz⁺ − Δz⁻ = Σ |contribution|</c>.</summary>
/// <remarks>
/// With it <c>Δz⁺ = ½(Δz + spread)</c> and <c>Δz⁻ = ½(Δz − spread)</c>. Its derivative gives an input that does not differ half of either part.
/// </remarks>
internal abstract class SpreadRule
{
    /// <summary>Whether the spread is made of that of the first input.</summary>
    public virtual bool ReadsSpread => false;

    /// <summary>The spread, on the tape.</summary>
    /// <param name="call">The operator's two evaluations.</param>
    public abstract Tensor Trace(DifferenceCall call);
}

/// <summary>Convolution and matrix product with constant weights: <c>Σ |w·Δx| = |W|·|Δx|</c>.</summary>
/// <remarks>The parts are those of the linear rule of Shrikumar, Greenside and Kundaje 2017, section 3.5.1.</remarks>
/// <param name="data">Which input is data; the other of the first two is the weight.</param>
internal sealed class LinearSpread(int data) : SpreadRule
{
    public override Tensor Trace(DifferenceCall call)
    {
        var difference = (call.Inputs[data]! - call.Reference.Inputs[data]!).abs();
        var weight = call.Inputs[1 - data]!.abs();
        return call.Forward(data == 0 ? [difference, weight] : [weight, difference]);
    }
}

/// <summary>Sums and differences of activations: <c>Σ |Δx|</c> over what is added and subtracted.</summary>
internal sealed class SumSpread : SpreadRule
{
    public override Tensor Trace(DifferenceCall call) =>
        call.Active.Select(i => (call.Inputs[i]! - call.Reference.Inputs[i]!).abs()).Aggregate((a, b) => a + b).expand_as(call.Output);
}

/// <summary>What lies between a linear operator and its nonlinearity: batch normalisation, constant factors and summands, other shapes.</summary>
internal sealed class PassedSpread : SpreadRule
{
    public override bool ReadsSpread => true;

    public override Tensor Trace(DifferenceCall call)
    {
        var spread = call.Session.Spread(call.Node.Inputs[0]);
        return call.Node.Operator switch
        {
            BatchNormalization norm => spread * Standardization.AlongChannels(norm.ScaleAndShift(call.Inputs[1]!, call.Inputs[2]!, call.Inputs[3]!, call.Inputs[4]!).Scale, spread).abs(),
            Mul => spread * call.Inputs[1]!.abs(),
            Add or Sub => spread.expand_as(call.Output),
            _ => call.ForwardAt(spread),
        };
    }
}
