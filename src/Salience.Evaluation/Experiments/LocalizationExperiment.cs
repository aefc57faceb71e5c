using Salience.Evaluation.Datasets;
using Salience.Evaluation.Statistics;
using Salience.Imaging;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments;

/// <summary>Measures how much of the maps of several methods falls on what the images show, given exact masks.</summary>
/// <remarks>The metrics with their sources are in <see cref="LocalizationMetrics"/>.</remarks>
public static class LocalizationExperiment
{
    /// <summary>Explains every image of a data set with every method.</summary>
    /// <param name="network">The network; input <c>(N, C, H, W)</c>, output <c>(N, K)</c>.</param>
    /// <param name="images">The images.</param>
    /// <param name="maskOf">The mask of the image with an index; it holds what the image's label names.</param>
    /// <param name="normalization">How pixels become inputs of the network.</param>
    /// <param name="methods">The methods.</param>
    /// <param name="settings">Options; the defaults where <see langword="null"/>.</param>
    /// <param name="progress">Told the number of images that are done.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="ArgumentException">No image or method is given, a map or mask has not the size of the images, or a map holds values that are not finite.</exception>
    public static LocalizationResult Run(
        Network network, ImageDataset images, Func<int, PixelMask> maskOf, Normalization normalization, IReadOnlyList<LocalizationMethod> methods,
        LocalizationSettings? settings = null, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(maskOf);
        ArgumentNullException.ThrowIfNull(methods);
        if (methods.Count == 0)
            throw new ArgumentException("There is no method to judge; give at least one.", nameof(methods));
        settings ??= new LocalizationSettings();
        var batches = new DatasetBatches(images, new BatchSettings(settings.Batch));
        var found = new List<LocalizedImage>();
        var scores = methods.Select(_ => new Scores()).ToList();
        foreach (var batch in batches.Epoch(0, cancellation: cancellation))
        {
            using var scope = NewDisposeScope();
            var masks = batch.Indices.ToArray().Select(maskOf).ToArray();
            var input = batch.ToTensor(normalization).to_type(network.ComputeType);
            var predicted = Predict(network, input);
            var explained = settings.Explained == ExplainedClass.True ? batch.Labels.ToArray() : predicted;
            var request = new LocalizationRequest(input, explained, batch.Indices.ToArray(), cancellation);
            for (var i = 0; i < batch.Count; i++)
                found.Add(new LocalizedImage(batch.Indices[i], batch.Labels[i], predicted[i], explained[i], LocalizationMetrics.Chance(masks[i])));
            foreach (var (method, score) in methods.Zip(scores))
                score.Add(method, request, masks);
            progress?.Report(found.Count);
        }

        MetricValues Summarized(List<double> values) => new(values, SampleSummary.Of(values, settings.Seed, settings.Resamples));
        return new LocalizationResult(
            images.Name,
            settings,
            found,
            SampleSummary.Of([.. found.Select(i => i.Chance)], settings.Seed, settings.Resamples),
            [.. methods.Zip(scores, (m, s) => new MethodLocalization(m.Name, m.Definition, m.Evidence, Summarized(s.Mass), Summarized(s.Rank), Summarized(s.Pointing)))]);
    }

    private static int[] Predict(Network network, Tensor input)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        return [.. network.Run(input).flatten(1).argmax(1).data<long>().ToArray().Select(c => (int)c)];
    }

    private sealed class Scores
    {
        public List<double> Mass { get; } = [];

        public List<double> Rank { get; } = [];

        public List<double> Pointing { get; } = [];

        public void Add(LocalizationMethod method, LocalizationRequest request, PixelMask[] masks)
        {
            using var scope = NewDisposeScope();
            var map = method.Explain(request);
            long[] expected = [masks.Length, 1, masks[0].Height, masks[0].Width];
            if (!map.shape.AsSpan().SequenceEqual(expected))
                throw new ArgumentException($"{method.Name}: the map is ({string.Join(", ", map.shape)}), but the masks need ({string.Join(", ", expected)}).");
            var evidence = method.Evidence == MapEvidence.Absolute ? map.abs() : map.clamp_min(0);
            var values = evidence.to_type(ScalarType.Float32).contiguous().data<float>().ToArray();
            var size = values.Length / masks.Length;
            for (var i = 0; i < masks.Length; i++)
            {
                var one = values.AsSpan(i * size, size);
                Mass.Add(LocalizationMetrics.Mass(one, masks[i]));
                Rank.Add(LocalizationMetrics.RankAccuracy(one, masks[i]));
                Pointing.Add(LocalizationMetrics.PointingGame(one, masks[i]));
            }
        }
    }
}
