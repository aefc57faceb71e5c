using Salience.Evaluation.Subjects;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments.Robustness;

/// <summary>What happens to an output when pixels are removed, all their channels becoming 0 in the network's input (the mean colour after normalisation).</summary>
internal static class Removal
{
    /// <summary>f(x) − f(x without the pixels of a mask), for each mask; never more pictures in memory than one pass through the network takes.</summary>
    /// <param name="model">The network.</param>
    /// <param name="picture"><c>(1, C, H, W)</c>.</param>
    /// <param name="explained">The class whose output is f.</param>
    /// <param name="masks">True where a pixel is removed, <c>(K, 1, H, W)</c>.</param>
    /// <param name="batch">Most pictures in one pass.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>Float64 <c>(K)</c>, disposed by the caller.</returns>
    public static Tensor Drops(EvaluationModel model, Tensor picture, int explained, Tensor masks, int batch, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var whole = model.Run(picture, 1, cancellation)[0, explained].to_type(ScalarType.Float64);
        var drops = new List<Tensor>();
        for (var first = 0L; first < masks.shape[0]; first += batch)
        {
            using var pass = NewDisposeScope();
            var removed = picture.masked_fill(masks.narrow(0, first, Math.Min(batch, masks.shape[0] - first)), 0);
            drops.Add((whole - model.Run(removed, batch, cancellation).select(1, explained).to_type(ScalarType.Float64)).MoveToOuterDisposeScope());
        }

        return cat([.. drops]).MoveToOuterDisposeScope();
    }
}
