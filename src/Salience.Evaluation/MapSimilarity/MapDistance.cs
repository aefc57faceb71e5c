using Salience.Decomposition;
using static TorchSharp.torch;

namespace Salience.Evaluation.MapSimilarity;

/// <summary>How far two maps differ.</summary>
internal static class MapDistance
{
    /// <summary><c>‖a − b‖₁ / ½(‖a‖₁ + ‖b‖₁)</c> of each pair of maps: 0 where they are equal, 2 where no pixel has a value of the same sign in both.</summary>
    /// <param name="a"><c>(N, …)</c>.</param>
    /// <param name="b">Of the same shape.</param>
    public static double[] Relative(Tensor a, Tensor b)
    {
        var (difference, first, second) = (Norm(a - b), Norm(a), Norm(b));
        return [.. difference.Select((d, i) => d == 0 ? 0 : 2 * d / (first[i] + second[i]))];
    }

    /// <summary><c>‖a‖₁</c> of each map.</summary>
    public static double[] Norm(Tensor a)
    {
        using var scope = NewDisposeScope();
        return PerImage.Sum(a.abs(), (int)a.shape[0]);
    }
}
