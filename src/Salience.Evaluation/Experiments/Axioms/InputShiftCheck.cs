using Salience.Evaluation.Metrics;
using Salience.Evaluation.Randomness;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments.Axioms;

/// <summary>Input shift: pictures moved by a constant, <c>x′ = x + c</c>, and a network whose first bias takes it back, <c>b′ = b − W·c</c>.</summary>
/// <remarks>The first convolution has no padding, so that the two networks agree at the border too.</remarks>
internal sealed class InputShiftCheck() : DrawnAxiomCheck(AxiomParts.Invariance)
{
    public static readonly Metric Shift = new(
        "input-shift", "", MetricDirection.Lower,
        "x against x + c, c a number for each channel, with the first bias made up for it. Difference of the maps, ‖S_a − S_b‖₁ / ½(‖S_a‖₁ + ‖S_b‖₁): 0 equal, 2 nothing in common.",
        "Kindermans et al. 2019, input invariance", "Methods with a reference compare with zero in both: with a reference that moves along (a data mean) they would pass.", Compared: false);

    /// <inheritdoc/>
    public override IReadOnlyList<Metric> Metrics { get; } = [Shift];

    private protected override IReadOnlyList<double> Measure(DrawnMaps maps, RandomStream random)
    {
        var drawn = new DrawnNetwork(random);
        var picture = DrawnNetwork.Picture(random);
        var shift = DrawnNetwork.Normal(random, 1, 1, DrawnNetwork.Channels, 1, 1);
        var bias = drawn.FirstBias - (drawn.FirstWeight * shift).sum([1, 2, 3]);
        using var plain = drawn.Build((builder, x) => DrawnNetwork.Convolve(builder, DrawnNetwork.BeforeRelu[0], x, drawn.FirstWeight, drawn.FirstBias, padding: 0));
        using var moved = drawn.Build((builder, x) => DrawnNetwork.Convolve(builder, DrawnNetwork.BeforeRelu[0], x, drawn.FirstWeight, bias, padding: 0));
        return [ImplementationInvarianceCheck.Compare(plain, picture, moved, picture + shift, maps)];
    }
}
