using Salience.Attribution.Engine;
using Salience.Decomposition;
using Salience.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Attribution;

/// <summary>How the scores of the masked pictures weigh the channels: public implementations of Score-CAM differ in it.</summary>
public enum ScoreCamWeights
{
    /// <summary><c>softmax_c f(x ⊙ H_c)</c>: the paper's algorithm 1, pytorch-grad-cam and torch-cam. A common offset of the scores cancels.</summary>
    Softmax,

    /// <summary><c>f(x ⊙ H_c) − f(0)</c>: the paper's definition 3, the increase over the black picture.</summary>
    Increase,

    /// <summary><c>f(x ⊙ H_c)</c>: the authors' code, which takes the probability of the class for f.</summary>
    Score,
}

/// <summary>Settings of <see cref="ScoreCam"/>.</summary>
/// <param name="Layer">Name of the layer; <see langword="null"/> for the one that Grad-CAM takes.</param>
/// <param name="Weights">How scores weigh channels.</param>
/// <param name="Channels">Most channels that are tried, those that vary most over the picture; 0 for all.</param>
/// <param name="Positive">Whether the map keeps only what speaks for the target, as the method defines it; the attributions stay signed.</param>
public sealed record ScoreCamSettings(string? Layer = null, ScoreCamWeights Weights = ScoreCamWeights.Softmax, int Channels = 0, bool Positive = true);

/// <summary>Score-CAM: features weighted by the output for the picture seen through each of them.</summary>
/// <remarks>
/// Computes <c>L = Σ_c α_c · A_c</c>, A the features of the layer and α from the scores <c>f(x ⊙ H_c)</c>, where <c>H_c</c> is A_c enlarged to the picture and
/// brought to [0, 1] (a constant channel masks everything); the map is its positive part. No gradient enters but in the choice of the layer. What
/// is masked becomes 0, the mean colour after normalisation. Source: Wang et al. 2020, definition 3 and algorithm 1.
/// </remarks>
public sealed class ScoreCam : AttributionMethod
{
    private readonly ScoreCamSettings _settings;
    private readonly FeatureReader _reader;

    /// <summary>Prepares explanations of a network.</summary>
    /// <param name="network">The network; it is left as it was and must outlive this object.</param>
    /// <param name="settings">Options; the defaults where <see langword="null"/>.</param>
    public ScoreCam(Network network, ScoreCamSettings? settings = null)
        : base(network)
    {
        _settings = settings ?? new ScoreCamSettings();
        ArgumentOutOfRangeException.ThrowIfNegative(_settings.Channels, nameof(settings));
        _reader = new FeatureReader(network, _settings.Layer is { } name ? FeatureLayers.Find(network, name) : null);
    }

    /// <summary>What the method is.</summary>
    public static MethodDescription About { get; } = new(
        "score-cam",
        "Features of a late layer, each channel weighted by the output for the picture seen through it.",
        "L = Σ_c α_c · A_c, α = softmax_c f(x ⊙ H_c), H_c = A_c enlarged and brought to [0, 1]; map = max(0, L), upsampled",
        "Wang et al. 2020, definition 3 and algorithm 1",
        "channels × F, 2 F and 1 B down to the layer",
        [Axiom.ClassSensitivity],
        "networks that have a layer with places on the picture; transformers on their patch grid");

    /// <inheritdoc/>
    public override MethodDescription Description => About;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Settings => SettingsText.Write(_settings);

    /// <summary>The layer that is read; <see langword="null"/> until the first explanation where it is chosen automatically.</summary>
    public string? Layer => _reader.Layer?.Name;

    /// <inheritdoc/>
    private protected override string? WhyUnsupported() => FeatureLayers.WhyNone(Network);

    private protected override void Explain(Request request, List<Explanation> explanations)
    {
        var images = FeatureLayers.RequirePictures(request.Images, Description.Name);
        var place = new NetworkModel(Network).Layout(images, new FullGradientSettings(OtherInputs: OtherInputs));
        var features = _reader.Read(Inputs(images), images, request.Targets, place, request.Cancellation)[0].Value;
        var channels = MostVaried(features);
        var count = (int)channels.shape[1];

        // One copy more is black, where the increase over it is asked for.
        var copies = _settings.Weights == ScoreCamWeights.Increase ? count + 1 : count;
        var scores = request.Targets.Select(_ => new double[request.Count, copies]).ToList();
        var masks = new ChannelMasks(channels, images.shape[2], images.shape[3]);
        var originals = new CopyScores(Network, InputsOfCopies(request.Count), Batch, request.Cancellation).Run(
            images,
            copies,
            rows => rows.Originals(images) * masks.Of(rows),
            request.Targets,
            part =>
            {
                for (var r = 0; r < part.Scores.Length; r++)
                    scores[part.Target][part.Rows.Images[r], part.Rows.Copies[r]] = part.Scores[r];
            },
            new PassProgress(request.Progress, PerturbedCopies.PassCount(request.Count, copies, Batch)).Pass);
        for (var t = 0; t < request.Targets.Count; t++)
        {
            var values = (Weigh(tensor(scores[t]), count).to_type(images.dtype).view(request.Count, count, 1, 1) * channels).sum(1, keepdim: true);
            explanations.Add(new Explanation(
                FeatureLayers.ToMap(values, images, _settings.Positive), values, originals.Outputs, originals.Scores[t], account: null));
        }
    }

    /// <summary>α of every channel, <c>(N, C)</c>.</summary>
    private Tensor Weigh(Tensor scores, int count) => _settings.Weights switch
    {
        ScoreCamWeights.Softmax => scores.softmax(1),
        ScoreCamWeights.Increase => scores.narrow(1, 0, count) - scores.narrow(1, count, 1),
        _ => scores,
    };

    /// <summary>The channels that are tried, in their order, <c>(N, K, h, w)</c>.</summary>
    private Tensor MostVaried(Tensor features)
    {
        var all = features.shape[1];
        if (_settings.Channels == 0 || _settings.Channels >= all)
            return features;
        var chosen = features.flatten(2).std(2, unbiased: false).topk(_settings.Channels, 1).indexes.sort(1).Values;
        return features.gather(1, chosen.view(chosen.shape[0], chosen.shape[1], 1, 1).expand(-1, -1, features.shape[2], features.shape[3]));
    }
}
