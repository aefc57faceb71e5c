using Salience.Attribution;
using Salience.Decomposition;
using Salience.Evaluation.Randomness;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments;

/// <summary>A way to make maps, to be judged by where they point.</summary>
/// <param name="Name">Name in tables and records.</param>
/// <param name="Definition">What it computes.</param>
/// <param name="Evidence">Which part of the map counts.</param>
/// <param name="Explain">Makes the maps <c>(N, 1, H, W)</c>, disposed by the caller.</param>
public sealed record LocalizationMethod(string Name, string Definition, MapEvidence Evidence, Func<LocalizationRequest, Tensor> Explain)
{
    /// <summary>The maps of an attribution method, which stays the caller's.</summary>
    /// <param name="name">Name in tables and records.</param>
    /// <param name="definition">What it computes.</param>
    /// <param name="evidence">Which part of the map counts.</param>
    /// <param name="method">The method; it must outlive this object.</param>
    public static LocalizationMethod Of(string name, string definition, MapEvidence evidence, AttributionMethod method)
    {
        ArgumentNullException.ThrowIfNull(method);
        return new LocalizationMethod(name, definition, evidence, request =>
        {
            using var explanation = method.Explain(request.Images, Target.Classes(request.Classes), progress: null, request.Cancellation);
            return explanation.Map.alias();
        });
    }

    /// <summary>Maps of random numbers, equal for equal seed and index whatever the batches are.</summary>
    /// <param name="seed">Where random choices begin.</param>
    public static LocalizationMethod Random(long seed) => new("random", "uniform in [0, 1), each pixel by itself", MapEvidence.Positive, request =>
    {
        var (height, width) = (request.Images.shape[2], request.Images.shape[3]);
        var values = new float[request.Indices.Count * height * width];
        var at = 0;
        foreach (var index in request.Indices)
        {
            var random = new RandomStream(seed, index);
            for (var p = 0; p < height * width; p++)
                values[at++] = (float)random.NextDouble();
        }

        return tensor(values, [request.Indices.Count, 1, height, width]);
    });
}

/// <summary>The images that a method is to explain.</summary>
/// <param name="Images">The input of the network, <c>(N, C, H, W)</c>; it stays the caller's.</param>
/// <param name="Classes">The class to explain for each image.</param>
/// <param name="Indices">Number of each image within its data set.</param>
/// <param name="Cancellation">Ends the work.</param>
public sealed record LocalizationRequest(Tensor Images, IReadOnlyList<int> Classes, IReadOnlyList<int> Indices, CancellationToken Cancellation);
