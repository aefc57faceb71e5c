using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Networks.Passes;

/// <summary>In which precision the numbers of a network were stored, whatever it computes in.</summary>
internal static class FilePrecision
{
    /// <summary>Elements of each constant that are looked at.</summary>
    private const long Sample = 1024;

    /// <summary>Whether every floating constant is a float32 number.</summary>
    public static bool IsSingle(Network network) =>
        network.ComputeType != ScalarType.Float64 || network.Parameters.Values.Where(p => p.is_floating_point() && p.numel() > 0).All(IsSingle);

    private static bool IsSingle(Tensor constant)
    {
        using var scope = NewDisposeScope();
        var part = constant.reshape(-1).narrow(0, 0, Math.Min(Sample, constant.numel())).to_type(ScalarType.Float64);
        return part.to_type(ScalarType.Float32).to_type(ScalarType.Float64).eq(part).all().ToBoolean();
    }
}
