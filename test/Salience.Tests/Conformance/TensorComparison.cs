using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Conformance;

/// <summary>Compares a computed tensor with the expected one as the conformance suite does.</summary>
internal static class TensorComparison
{
    /// <summary>The suite's own relative tolerance.</summary>
    public const double Relative = 1e-3;

    /// <summary>The suite's own absolute tolerance.</summary>
    public const double Absolute = 1e-7;

    /// <summary>Fails unless shape and type agree and every element does: |actual − expected| ≤ atol + rtol·|expected|, NaN and infinities alike.</summary>
    public static void AssertEqual(Tensor expected, Tensor actual, string what, double absolute = Absolute, double relative = Relative)
    {
        Assert.True(
            expected.shape.SequenceEqual(actual.shape) && expected.dtype == actual.dtype,
            $"{what}: expected ({string.Join(", ", expected.shape)}) {expected.dtype}, got ({string.Join(", ", actual.shape)}) {actual.dtype}.");
        using var scope = NewDisposeScope();
        if (!expected.is_floating_point())
        {
            Assert.True(expected.eq(actual).all().ToBoolean(), $"{what}: {expected.ne(actual).sum().ToInt64()} of {expected.numel()} elements differ.");
            return;
        }

        var (e, a) = (expected.to_type(ScalarType.Float64), actual.to_type(ScalarType.Float64));
        var excess = (a - e).abs() - (e.abs() * relative);
        var same = excess.le(absolute).logical_or(a.eq(e)).logical_or(a.isnan().logical_and(e.isnan()));
        if (same.all().ToBoolean())
            return;
        var worst = same.logical_not().flatten().to_type(ScalarType.Int32).argmax().ToInt64();
        Assert.Fail($"{what}: {same.logical_not().sum().ToInt64()} of {e.numel()} elements differ, the first at {worst}: "
            + $"expected {e.flatten()[worst].ToDouble():g9}, got {a.flatten()[worst].ToDouble():g9}.");
    }
}
