using System.Globalization;
using Salience.Attribution;
using Salience.Evaluation.Experiments.Perturbation;
using Salience.Evaluation.Metrics;
using Salience.Evaluation.Statistics;
using Salience.Evaluation.Subjects;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments;

/// <summary>Settings of <see cref="PixelPerturbation"/>.</summary>
/// <param name="Orders">Which pixels go first: <c>least</c>, <c>most</c>, or both separated by commas.</param>
/// <param name="Replacements">What replaces pixels: some of <c>zero,black,mean,blur,road</c>.</param>
/// <param name="Removed">Shares of removed pixels in per cent, ascending.</param>
/// <param name="Magnitude">Whether pixels are ranked by the magnitude of the map, so that what speaks against the class is salient too; else by its value.</param>
/// <param name="Blur">Deviation of the blur as a share of the shorter side.</param>
/// <param name="Noise">Deviation of the noise on imputed pixels as a share of the way from black to white.</param>
public sealed record PixelPerturbationSettings(
    string Orders = "least,most",
    string Replacements = "zero,black,mean,blur,road",
    string Removed = "0.1,0.25,0.5,1,2.5,5,10,20,30,50,70,90",
    bool Magnitude = true,
    double Blur = 0.05,
    double Noise = 0.01);

/// <summary>Removes the pixels that a map calls least (or most) salient and watches the output.</summary>
public sealed class PixelPerturbation : Experiment
{
    private const double PaperRange = 10;
    private const string Leakage = "Replaced pixels take the picture away from what the network has learned, and the shape of the mask itself may be read by it (Rong et al. 2022); smooth maps gain.";
    private static readonly string[] OrderNames = ["least", "most"];

    private readonly PixelPerturbationSettings _settings;
    private readonly double[] _removed;
    private readonly List<(ExperimentPart Part, bool Most, PixelReplacement Replacement)> _conditions = [];
    private readonly Metric _change, _logit, _probability, _accuracy, _laplacian, _spectral, _changeArea, _probabilityArea;

    /// <summary>Prepares the experiment.</summary>
    /// <param name="settings">Options; the defaults where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">A setting has no possible value.</exception>
    public PixelPerturbation(PixelPerturbationSettings? settings = null)
    {
        _settings = settings ?? new PixelPerturbationSettings();
        _removed = [.. Split(_settings.Removed).Select(Share)];
        if (_removed.Length == 0 || _removed.Zip(_removed.Skip(1)).Any(p => p.First >= p.Second))
            throw new ArgumentException($"removed={_settings.Removed} is not possible; give ascending percentages, 1,5,10.", nameof(settings));
        if (!(_settings.Blur is > 0 and <= 1) || !(_settings.Noise is >= 0 and <= 1))
            throw new ArgumentException($"blur={Text(_settings.Blur)},noise={Text(_settings.Noise)} is not possible; give shares from 0 to 1, blur above 0.", nameof(settings));
        var replacements = Enum.GetValues<PixelReplacement>().ToDictionary(r => r.ToString().ToLowerInvariant());
        foreach (var order in Chosen("orders", _settings.Orders, OrderNames))
        {
            foreach (var name in Chosen("replacements", _settings.Replacements, [.. replacements.Keys]))
                _conditions.Add((new ExperimentPart($"{order}-{name}", $"{order} salient first, replaced by {replacements[name].InWords()}", order == "most"), order == "most", replacements[name]));
        }

        var axis = new MetricAxis("pixels removed", "%", _removed, Logarithmic: true);
        const string paper = "Srinivas and Fleuret 2019 (least salient first)";
        _change = new("output-change", "share", MetricDirection.Lower, "|f − f_k| / |f|, f the logit of the class predicted for the whole picture.", paper, $"{Leakage} A small logit makes it large.", axis);
        _logit = new("logit", "logit", MetricDirection.Higher, "f_k, the logit of the class predicted for the whole picture.", "Control", "Logits of all classes may shift together without any change of the prediction.", axis);
        _probability = new("probability", "share", MetricDirection.Higher, "Softmax probability of the class predicted for the whole picture.", "Petsiuk et al. 2018 (RISE)", $"Saturates for confident networks. {Leakage}", axis);
        _accuracy = new("accuracy", "share", MetricDirection.Higher, "1 where the perturbed picture is classified rightly, else 0.", "Samek et al. 2017; Rong et al. 2022", $"Coarse: one bit a picture. {Leakage}", axis);
        _laplacian = new("laplacian-change", "share", MetricDirection.Neither, "(E_k − E) / E, E the mean square of the discrete Laplacian of the channels' mean: the edges that the mask introduced (below 0: that it removed).",
            "Control for the argument of Srinivas and Fleuret 2019 that least-salient removal avoids artefacts", "Counts all fine detail alike, whether the network is sensitive to it or not.", axis);
        _spectral = new("high-frequency-change", "share", MetricDirection.Neither, "(E_k − E) / E, E the spectral energy above a quarter of a cycle a pixel.", "Control, as above", "The picture's own borders count, since the transform is periodic.", axis);
        _changeArea = new("output-change-area", "share", MetricDirection.Lower, $"Mean height of output-change from 0 to {PaperRange:0} % removed (to the last place where that is less), by the trapezoidal rule.", paper, Leakage);
        _probabilityArea = new("probability-area", "share", MetricDirection.Higher, "Mean height of probability from nothing to the last place: deletion AUC where the most salient go first, insertion AUC read backwards where the least salient go first.",
            "Petsiuk et al. 2018 (RISE), who go to 100 %", $"Dominated by large shares, where little of the picture is left. {Leakage}");
        Metrics = [_changeArea, _probabilityArea, _change, _logit, _probability, _accuracy, _laplacian, _spectral];
    }

    /// <summary>What the experiment is.</summary>
    public static ExperimentDescription About { get; } = new(
        "pixel-perturbation",
        "Does the output depend on the pixels that a map calls salient, and on these alone?",
        "Each picture is explained for its predicted class; pixels (all channels together) are ranked by the map's magnitude, ties at random; a growing share, least or most salient first, is replaced; the network sees the result.",
        "Srinivas and Fleuret 2019, section 5.1 (least salient first, zero); Samek et al. 2017; Petsiuk et al. 2018; Rong et al. 2022 (ROAD)",
        ExperimentNeeds.Model | ExperimentNeeds.Images | ExperimentNeeds.Methods);

    /// <inheritdoc/>
    public override ExperimentDescription Description => About;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Settings => SettingsText.Write(_settings);

    /// <inheritdoc/>
    public override IReadOnlyList<Metric> Metrics { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Controls { get; } = ["scattered", "blobs"];

    /// <inheritdoc/>
    public override IReadOnlyList<ExperimentPart> Parts(EvaluationSubject subject) => [.. _conditions.Select(c => c.Part)];

    /// <inheritdoc/>
    public override void Measure(CellRequest cell, CellFigures figures)
    {
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(figures);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var condition = _conditions.Single(c => c.Part.Name == cell.Part.Name);
        var (chunk, images) = (cell.Chunk, cell.Chunk.Images);
        var pixels = images.shape[2] * images.shape[3];
        var ties = chunk.Keep("tie orders", () => PixelRanks.TieOrders(chunk.Items, pixels, cell.Seed));
        var ranks = cell.Keep("ranks", () => PixelRanks.Of(_settings.Magnitude ? cell.Map.abs() : cell.Map, ties));
        var curves = PerturbationCurves.Measure(
            cell.Subject.Model, images, condition.Most ? (int)pixels - 1 - ranks : ranks, [.. _removed.Select(k => (int)Math.Round(k / 100 * pixels))], Fill(cell, condition.Replacement), cell.Batch, cell.Cancellation);
        Outputs(cell, figures, curves.Outputs);
        var detail = chunk.Keep("detail", () => stack([HighFrequency.Laplacian(images), HighFrequency.Spectral(images)]));
        figures.Set(_laplacian, Relative(curves.Laplacian, detail[0]));
        figures.Set(_spectral, Relative(curves.Spectral, detail[1]));
    }

    private void Outputs(CellRequest cell, CellFigures figures, Tensor perturbed)
    {
        var (chunk, count) = (cell.Chunk, perturbed.shape[1]);
        var classes = tensor(chunk.Predicted.Select(c => (long)c).ToArray()).reshape(-1, 1);
        Tensor Pick(Tensor values) => values.gather(2, classes.unsqueeze(1).expand(-1, values.shape[1], -1)).squeeze(2);
        var whole = chunk.Outputs.unsqueeze(1);
        var (logit, before) = (Pick(perturbed), Pick(whole));
        var (probability, certain) = (Pick(perturbed.softmax(2)), Pick(whole.softmax(2)));
        var change = (before - logit).abs() / before.abs();
        figures.Set(_change, change);
        figures.Set(_logit, logit);
        figures.Set(_probability, probability);
        figures.Set(_accuracy, perturbed.argmax(2).eq(tensor(chunk.Labels.Select(c => (long)c).ToArray()).reshape(-1, 1)));
        var within = (int)Math.Max(1, _removed.Count(k => k <= PaperRange));
        Area(figures, _changeArea, zeros_like(before), change, within);
        Area(figures, _probabilityArea, certain, probability, (int)count);
    }

    private void Area(CellFigures figures, Metric metric, Tensor start, Tensor curve, int points)
    {
        using var scope = NewDisposeScope();
        var values = cat([start, curve.narrow(1, 0, points)], 1).to_type(ScalarType.Float64).contiguous();
        var (all, width) = (values.data<double>().ToArray(), points + 1);
        for (var i = 0; i < values.shape[0]; i++)
            figures.Set(metric, i, CurveArea.Mean([0, .. _removed.Take(points)], all.AsSpan(i * width, width)));
    }

    private Func<int, Tensor, Tensor, Tensor> Fill(CellRequest cell, PixelReplacement replacement)
    {
        var (chunk, data) = (cell.Chunk, cell.Subject.Data);
        if (replacement != PixelReplacement.Road)
        {
            var blur = _settings.Blur * Math.Min(chunk.Images.shape[2], chunk.Images.shape[3]);
            var all = chunk.Keep($"fill {replacement}", () => PixelReplacements.Fixed(replacement, chunk.Images, data, blur));
            return (first, some, _) => all.narrow(0, first, some.shape[0]).unsqueeze(1);
        }

        var noise = chunk.Keep("noise", () => PixelReplacements.Noise(chunk.Images, chunk.Items, data, _settings.Noise, cell.Seed));
        return (first, some, removed) => NeighbourImputation.FillAll(some, removed, cell.Cancellation) + noise.narrow(0, first, some.shape[0]).unsqueeze(1);
    }

    private static Tensor Relative(Tensor after, Tensor before) => where(before.unsqueeze(1) > 0, (after - before.unsqueeze(1)) / before.unsqueeze(1), full_like(after, double.NaN));

    private static string[] Split(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static List<string> Chosen(string key, string text, IReadOnlyList<string> known)
    {
        var chosen = Split(text).Distinct().ToList();
        return chosen.Count > 0 && chosen.All(known.Contains) ? chosen
            : throw new ArgumentException($"{key}={text} is not possible; give some of {string.Join(",", known)}.");
    }

    private static double Share(string text) => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share is > 0 and < 100 ? share
        : throw new ArgumentException($"removed={text} is not possible; give percentages above 0 and below 100.");

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
