using static TorchSharp.torch;

namespace Salience.Decomposition;

/// <summary>Numbers for each image of a batch.</summary>
internal static class PerImage
{
    /// <summary>The sum over everything but the batch, in double. Windows and heads folded into the first axis follow their image.</summary>
    public static double[] Sum(Tensor values, int batch)
    {
        using var scope = NewDisposeScope();
        return Values(values.reshape(batch, -1).sum(1, type: ScalarType.Float64));
    }

    /// <summary>A vector's elements as doubles.</summary>
    public static double[] Values(Tensor vector)
    {
        using var scope = NewDisposeScope();
        return vector.detach().cpu().to_type(ScalarType.Float64).contiguous().data<double>().ToArray();
    }
}
