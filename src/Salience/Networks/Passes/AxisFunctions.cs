using Salience.Operators;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Networks.Passes;

/// <summary>Recognises functions over axes by their values: softmax, normalisations, norms.</summary>
internal static class AxisFunctions
{
    /// <summary>The known function that the segment computes on inputs of a shape, or <see langword="null"/>.</summary>
    /// <param name="function">The segment.</param>
    /// <param name="entry">Shape of what enters.</param>
    /// <param name="exit">Shape of what leaves.</param>
    /// <param name="constants">The parameters that the segment reads.</param>
    /// <param name="tolerance">How closely values must agree.</param>
    public static Identification? Identify(SegmentFunction function, long[] entry, long[] exit, IReadOnlyList<Tensor> constants, double tolerance)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var z = randn(entry, ScalarType.Float64, generator: generator);
        var y = function.At(z);
        if (!y.shape.AsSpan().SequenceEqual(exit) || !y.isfinite().all().ToBoolean())
            return null;
        if (!entry.AsSpan().SequenceEqual(exit))
            return Keep(AxisReductions.Candidates(entry, exit).FirstOrDefault(c => Agrees(c, function, z, y, tolerance)));
        if (Coupling.Of(function, z, y) is not { } coupling)
            return null;
        return Keep(Direct(coupling).FirstOrDefault(c => Agrees(c, function, z, y, tolerance)))
            ?? Keep(ChannelWindow.Propose(function, coupling) is { } window && Agrees(window, function, z, y, tolerance) ? window : null)
            ?? Keep(NormalizationFit.Identify(function, coupling, z, y, tolerance, constants));
    }

    /// <summary>Functions that have no parameter but their axes.</summary>
    private static IEnumerable<Identification> Direct(Coupling coupling)
    {
        if (coupling.PartialAxes.Length > 0 || coupling.Axes.Length == 0)
            yield break;
        if (coupling.Axes is [var axis])
        {
            var fromEnd = axis - coupling.Shape.Length;
            yield return new(new Softmax(fromEnd));
            yield return new(new LogSoftmax(fromEnd));
            yield return new(new LpNormalization(fromEnd, 2));
            yield return new(new LpNormalization(fromEnd, 1));
        }

        yield return new(new MeanVarianceNormalization(coupling.Axes));
    }

    /// <summary>Whether a candidate agrees on the probe and on another of three times its size.</summary>
    private static bool Agrees(Identification candidate, SegmentFunction function, Tensor z, Tensor y, double tolerance)
    {
        using var scope = NewDisposeScope();
        var constants = candidate.Constants.Select(c => c.Value).ToList();
        return Identification.Agree(candidate.Operator!.Forward([z, .. constants])[0], y, tolerance)
            && Identification.Agree(candidate.Operator.Forward([z * 3, .. constants])[0], function.At(z * 3), tolerance);
    }

    private static Identification? Keep(Identification? found)
    {
        foreach (var (_, value) in found?.Constants ?? [])
            value.MoveToOuterDisposeScope();
        return found;
    }
}
