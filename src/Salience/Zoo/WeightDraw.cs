using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Zoo;

/// <summary>Draws the weights of one layer after another. What is drawn depends on seed, name and shape only, not on what was drawn before.</summary>
internal sealed class WeightDraw(long seed)
{
    /// <summary>Normal with mean 0.</summary>
    public Tensor Normal(string name, double deviation, params long[] shape)
    {
        using var scope = NewDisposeScope();
        using var generator = GeneratorFor(name);
        return randn(shape, ScalarType.Float32, generator: generator).mul_(deviation).MoveToOuterDisposeScope();
    }

    /// <summary>Uniform in [−bound, bound).</summary>
    public Tensor Uniform(string name, double bound, params long[] shape)
    {
        using var scope = NewDisposeScope();
        using var generator = GeneratorFor(name);
        return rand(shape, ScalarType.Float32, generator: generator).mul_(2 * bound).sub_(bound).MoveToOuterDisposeScope();
    }

    /// <summary>Normal with mean 0, what lies beyond two deviations left out: <c>√2·σ·erf⁻¹(u)</c>, u uniform in ±erf(√2).</summary>
    public Tensor TruncatedNormal(string name, double deviation, params long[] shape)
    {
        const double ErfOfSqrt2 = 0.9544997361036416;
        using var scope = NewDisposeScope();
        using var generator = GeneratorFor(name);
        var u = rand(shape, ScalarType.Float64, generator: generator).mul_(2 * ErfOfSqrt2).sub_(ErfOfSqrt2);
        return u.erfinv().mul_(Math.Sqrt(2) * deviation).to_type(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    /// <summary>FNV-1a of the name, mixed with the seed by SplitMix64's last step; libtorch seeds its generator with the lower half.</summary>
    private Generator GeneratorFor(string name)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var letter in name)
            hash = (hash ^ letter) * 0x100000001B3;
        var z = hash + (ulong)seed * 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return new Generator(z ^ (z >> 31));
    }
}
