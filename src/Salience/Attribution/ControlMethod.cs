using Salience.Attribution.Engine;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Attribution;

/// <summary>A map that knows nothing of the network: what a method must beat before it is said to explain anything.</summary>
public abstract class ControlMethod : AttributionMethod
{
    private protected ControlMethod(Network network)
        : base(network)
    {
    }

    /// <summary>The maps of the pictures, <c>(N, 1, H, W)</c>.</summary>
    /// <param name="images">The pictures.</param>
    private protected abstract Tensor Draw(Tensor images);

    /// <inheritdoc/>
    private protected override void Explain(Request request, List<Explanation> explanations)
    {
        if (request.Images.dim() != 4)
            throw new ArgumentException($"{Description.Name} needs pictures (N, C, H, W), not ({string.Join(", ", request.Images.shape)}).");
        var originals = Originals.Of(Network, request.Images, InputsOfCopies(request.Count), request.Targets, Batch, request.Cancellation);
        foreach (var scores in originals.Scores)
            explanations.Add(new Explanation(Draw(request.Images), null, originals.Outputs, scores, account: null));
        request.Progress?.Report(1);
    }
}
