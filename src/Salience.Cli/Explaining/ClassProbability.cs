using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Cli.Explaining;

/// <summary>The probability of a class from the outputs of the network.</summary>
internal static class ClassProbability
{
    /// <summary>Outputs this near to a distribution are one.</summary>
    private const double DistributionTolerance = 1e-3;

    /// <summary>
    /// The output itself where the outputs are a distribution (none negative, sum 1) or there is one output between 0 and 1; else
    /// softmax; <see langword="null"/> where there is one output only and it is no probability.
    /// </summary>
    /// <param name="outputs"><c>(N, K)</c>.</param>
    /// <param name="image">Index of the image.</param>
    /// <param name="index">The class.</param>
    public static double? Of(Tensor outputs, int image, long index)
    {
        using var scope = NewDisposeScope();
        var row = outputs.select(0, image).to_type(ScalarType.Float64);
        var own = row[index].ToDouble();
        if (row.numel() == 1)
            return own is >= 0 and <= 1 ? own : null;
        var isDistribution = row.min().ToDouble() >= 0 && Math.Abs(row.sum().ToDouble() - 1) < DistributionTolerance;
        return isDistribution ? own : row.softmax(0)[index].ToDouble();
    }
}
