using static TorchSharp.torch;

namespace Salience.Attribution.Relevance;

/// <summary>Division of relevance by the sum of contributions.</summary>
internal static class Stabilizer
{
    /// <summary>What is added to denominators that no setting governs; zennit's default.</summary>
    public const double Default = 1e-6;

    /// <summary><c>R / (z + ε·sign z)</c>, the sign of 0 being +; with ε = 0 <c>R / z</c>, and 0 where z = 0.</summary>
    public static Tensor Divide(Tensor relevance, Tensor z, double epsilon)
    {
        using var scope = NewDisposeScope();
        if (epsilon > 0)
            return (relevance / (z.ge(0).to_type(z.dtype).mul_(2 * epsilon).sub_(epsilon).add_(z))).MoveToOuterDisposeScope();
        var zero = z.eq(0);
        return (relevance / z.masked_fill(zero, 1)).masked_fill_(zero, 0).MoveToOuterDisposeScope();
    }
}
