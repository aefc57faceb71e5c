using Salience.Attribution.Engine;
using Salience.Networks;
using Salience.PostProcessing;
using static TorchSharp.torch;

namespace Salience.Attribution;

/// <summary>A method that sums up the gradients of noisy copies of the input.</summary>
/// <remarks><c>g_k = ∇f(x + e_k)</c>, <c>e_k ~ N(0, (noise · (max x − min x))²)</c> for each image, the class being that of the image without noise.</remarks>
public abstract class NoisyGradientMethod : AttributionMethod
{
    private readonly NoiseSettings _noise;
    private readonly ChannelReduction _map;

    private protected NoisyGradientMethod(Network network, NoiseSettings noise, ChannelReduction map)
        : base(network)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(noise.Samples, 1, "settings");
        ArgumentOutOfRangeException.ThrowIfNegative(noise.Noise, "settings");
        (_noise, _map) = (noise, map);
    }

    /// <summary>The attributions of one target, float64.</summary>
    /// <param name="mean">ḡ.</param>
    /// <param name="square">The mean of g²; <see langword="null"/> where the method did not ask for it.</param>
    private protected abstract Tensor Combine(Tensor mean, Tensor? square);

    /// <inheritdoc/>
    private protected sealed override void Explain(Request request, List<Explanation> explanations)
    {
        var noisy = NoisyGradients.Run(Network, request.Images, InputsOfCopies(request.Count), request.Targets, _noise, Batch, request.Progress, request.Cancellation);
        for (var t = 0; t < request.Targets.Count; t++)
        {
            var values = Combine(noisy.Means[t], _noise.Squares ? noisy.Squares[t] : null).to_type(request.Images.dtype);
            explanations.Add(new Explanation(InputMap.Reduce(values, _map), values, noisy.Originals.Outputs, noisy.Originals.Scores[t], account: null));
        }
    }
}
