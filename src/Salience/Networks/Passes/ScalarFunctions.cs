using Salience.Operators;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Networks.Passes;

/// <summary>Recognises a function of one number by its values on a grid, however it is spelled.</summary>
/// <remarks>Parameters such as the α of Elu are read off the values first; then the known function must agree on the whole grid.</remarks>
internal static class ScalarFunctions
{
    /// <summary>Far enough out for every known function to have reached its limit in float64, near enough for eˣ to be finite.</summary>
    private const double Far = 40;

    /// <summary>Small enough to stay within the middle piece of a HardSigmoid.</summary>
    private const double Near = 1.0 / 64;

    private static readonly double[] Points =
        [-Far, -20, -3, -1, 0, Near, 1, 3, 20, Far, .. Enumerable.Range(-60, 121).Select(i => i * 0.2 + 0.013)];

    /// <summary>The known function that the segment computes, or <see langword="null"/>.</summary>
    public static Identification? Identify(SegmentFunction function, IReadOnlyList<Tensor> constants, double tolerance)
    {
        using var scope = NewDisposeScope();
        var z = tensor(Points, ScalarType.Float64);
        var y = function.At(z).reshape(-1);
        if (y.numel() != Points.Length || !y.isfinite().all().ToBoolean())
            return null;
        var values = Points.Zip(y.data<double>()).GroupBy(p => p.First).ToDictionary(g => g.Key, g => g.First().Second);
        var scalars = constants.Select(c => c.to_type(ScalarType.Float64).ToDouble()).Distinct().ToList();
        return Candidates(x => values[x], scalars).FirstOrDefault(c => Identification.Agree(Evaluate(c, z), y, tolerance)) is { } found ? Keep(found) : null;
    }

    private static Tensor Evaluate(Identification candidate, Tensor z) =>
        candidate.Operator is null ? -nn.functional.softplus(-z, 1, Far) : candidate.Operator.Forward([z, .. candidate.Constants.Select(c => c.Value)])[0];

    private static Identification Keep(Identification found)
    {
        foreach (var (_, value) in found.Constants)
            value.MoveToOuterDisposeScope();
        return found;
    }

    private static IEnumerable<Identification> Candidates(Func<double, double> at, List<double> scalars)
    {
        yield return new(new Relu());
        yield return new(new Sigmoid());
        yield return new(new Tanh());
        yield return new(new Softplus());
        yield return new(new Softsign());
        yield return new(new Mish());
        yield return new(new HardSwish());
        yield return new(new Gelu());
        yield return new(new Gelu(approximate: true));
        if (at(1) is > 0 and < 1)
            yield return new(new Swish(WrittenNumber.Of(Math.Log(at(1) / (1 - at(1))))));
        if (at(0) is > 0 and < 1)
            yield return new(new HardSigmoid(WrittenNumber.Of((at(Near) - at(0)) / Near), WrittenNumber.Of(at(0))));
        if (at(-1) < 0 && at(-Far) < 0 && at(1) > 0)
        {
            yield return new(new LeakyRelu(WrittenNumber.Of(-at(-1))));
            yield return new(new Elu(WrittenNumber.Of(-at(-Far))));
            yield return new(new Celu(WrittenNumber.Of(CeluLimit(-at(-Far)))));
            yield return new(new Selu(WrittenNumber.Of(-at(-Far) / at(1)), WrittenNumber.Of(at(1))));
        }

        if (at(-Far) > -Far && at(Far) < Far && at(-Far) < at(Far))
            yield return new(new Clip(), "Clip", [("lower", tensor(at(-Far), ScalarType.Float64)), ("upper", tensor(at(Far), ScalarType.Float64))]);
        foreach (var threshold in scalars.Select(Math.Abs).Distinct().Where(t => t > 0))
        {
            yield return new(new ThresholdedRelu(WrittenNumber.Of(threshold)));
            yield return new(new Shrink(WrittenNumber.Of(Far - at(Far)), WrittenNumber.Of(threshold)));
        }

        // The logarithm of the sigmoid has no operator of its own in ONNX.
        yield return new(null, "LogSigmoid", []);
    }

    /// <summary>α of Celu from <c>α(1 − e^(−Far/α))</c>, which is short of α for large α.</summary>
    private static double CeluLimit(double value)
    {
        var alpha = value;
        for (var i = 0; i < 50; i++)
            alpha = value / (1 - Math.Exp(-Far / alpha));
        return alpha;
    }
}
