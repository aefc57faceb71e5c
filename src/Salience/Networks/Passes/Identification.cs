using Salience.Operators;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Networks.Passes;

/// <summary>What a segment was found to compute.</summary>
/// <param name="Operator">The known operator; <see langword="null"/> where none computes it and the segment is kept as a region of that name.</param>
/// <param name="Name">Name of the function.</param>
/// <param name="Constants">What the operator reads beside the entry: names wished for and values, owned by the receiver.</param>
/// <param name="Bias">Kind of the bias where the segment stays a region.</param>
internal sealed record Identification(
    Operator? Operator, string Name, IReadOnlyList<(string Name, Tensor Value)> Constants, BiasKind Bias = BiasKind.Implicit)
{
    /// <summary>Agreement asked of constants that were rounded to float32: two units in the last place.</summary>
    private const double SingleTolerance = 2.5e-7;

    /// <summary>Agreement asked of float64 constants.</summary>
    private const double DoubleTolerance = 1e-12;

    public Identification(Operator operation)
        : this(operation, operation.Name, [])
    {
    }

    /// <summary>
    /// How closely a known function must agree, relative to the larger of 1 and its largest value. A file in float32 holds constants like 1/√2
    /// rounded; the function they stand for then differs from the spelled one by no more than float32 would.
    /// </summary>
    public static double ToleranceFor(bool singlePrecision) => singlePrecision ? SingleTolerance : DoubleTolerance;

    /// <summary>Whether two tensors agree to the tolerance everywhere, both being finite.</summary>
    public static bool Agree(Tensor expected, Tensor actual, double tolerance)
    {
        using var scope = NewDisposeScope();
        if (!expected.shape.AsSpan().SequenceEqual(actual.shape))
            return false;
        var scale = Math.Max(1, expected.abs().max().ToDouble());
        var error = (expected - actual).abs().max().ToDouble();
        return double.IsFinite(scale) && error <= tolerance * scale;
    }
}
