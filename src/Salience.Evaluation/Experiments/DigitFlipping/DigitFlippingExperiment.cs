using Salience.Attribution;
using Salience.Decomposition;
using Salience.Evaluation.Maps;
using Salience.Evaluation.Metrics;
using Salience.Evaluation.Subjects;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments.DigitFlipping;

/// <summary>Settings of <see cref="DigitFlippingExperiment"/>.</summary>
/// <param name="Pixels">Pixels erased at most.</param>
/// <param name="Scale">What the network's inputs are multiplied by: 255 for the raw pixels of the DeepLIFT authors, 1 for inputs as the network was trained on.</param>
public sealed record DigitFlippingSettings(int Pixels = DigitFlip.DefaultPixels, double Scale = 1);

/// <summary>Digit flipping: erase what a method says speaks for one digit and against another, and see how far the log-odds fall.</summary>
public sealed class DigitFlippingExperiment : Experiment
{
    private const string Criticism =
        "Erased pixels become background, so the experiment rewards finding strokes to cut and says nothing of strokes to add; a network may never have seen such digits.";

    private static readonly (int From, int To)[] Pairs = [(8, 3), (8, 6), (9, 1), (4, 1)];

    private static readonly Metric Change = new(
        "log-odds-change", "logit", MetricDirection.Higher, "Fall of the log-odds, (z_from − z_to)(x) − (z_from − z_to)(x′).",
        "Shrikumar et al. 2017, section 4.1", Criticism + " A method wastes pixels where it rates the background.");

    private static readonly Metric InkChange = new(
        "log-odds-change-on-ink", "logit", MetricDirection.Higher, "The same with maps set to zero on the background, so that only ink is erased.",
        "The authors' notebook, which gives |gradient| and guided backpropagation this advantage", Criticism);

    private static readonly Metric Flipped = new(
        "flipped", "share", MetricDirection.Higher, "1 where the network prefers the other digit after erasing, of the two.", "The authors' notebook", Criticism);

    private static readonly Metric Erased = new(
        "erased", "pixels", MetricDirection.Neither, "Pixels erased, background included.", "Ours", "None: a count.", Compared: false);

    private readonly DigitFlippingSettings _settings;

    /// <summary>Prepares the experiment.</summary>
    /// <param name="settings">Options; the defaults where <see langword="null"/>.</param>
    public DigitFlippingExperiment(DigitFlippingSettings? settings = null)
    {
        _settings = settings ?? new DigitFlippingSettings();
        ArgumentOutOfRangeException.ThrowIfLessThan(_settings.Pixels, 1, nameof(settings));
        if (!(_settings.Scale > 0) || !double.IsFinite(_settings.Scale))
            throw new ArgumentException($"scale={_settings.Scale} is not possible; give a number above 0, such as 255.", nameof(settings));
    }

    /// <summary>What the experiment is.</summary>
    public static ExperimentDescription About { get; } = new(
        "digit-flipping",
        "Does a method find the strokes that make a digit itself and not another one?",
        "Each digit is explained for its own class and for another; the pixels with the largest positive difference, at most 157 (20 %), become background; the log-odds of the two classes are compared before and after. Pairs 8→3, 8→6, 9→1, 4→1.",
        "Shrikumar et al. 2017 (DeepLIFT), section 4.1, after the authors' notebook: logits, all test digits of the class, at most 157 pixels with a positive difference",
        ExperimentNeeds.Model | ExperimentNeeds.Images | ExperimentNeeds.Methods);

    /// <inheritdoc/>
    public override ExperimentDescription Description => About;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Settings => SettingsText.Write(_settings);

    /// <inheritdoc/>
    public override IReadOnlyList<Metric> Metrics { get; } = [Change, InkChange, Flipped, Erased];

    /// <inheritdoc/>
    public override IReadOnlyList<string> DefaultMethods { get; } =
    [
        "saliency:map=absolute-sum", "guided-backprop:map=sum", "input-x-gradient:map=sum", "integrated-gradients:steps=10,rule=midpoint,map=sum",
        "deeplift:rule=rescale,map=sum", "deeplift:rule=reveal-cancel,map=sum", "fullgrad", "fullgrad:preset=signed",
    ];

    /// <summary>None: a map that does not depend on the class has no difference to erase by.</summary>
    public override IReadOnlyList<string> Controls { get; } = [];

    /// <inheritdoc/>
    public override IReadOnlyList<ExperimentPart> Parts(EvaluationSubject subject) => [.. Pairs.Select(p => new ExperimentPart($"{p.From}-to-{p.To}", $"{p.From} → {p.To}"))];

    /// <inheritdoc/>
    public override IReadOnlyList<int> Items(EvaluationSubject subject, ExperimentPart part, int? limit)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var from = PairOf(part).From;
        return [.. Enumerable.Range(0, subject.Data.Images.Count).Where(i => subject.Data.Images.LabelOf(i) == from).Take(limit ?? int.MaxValue)];
    }

    /// <inheritdoc/>
    public override string? Refuses(EvaluationSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return subject.Data.Images.Classes.Count == 10 && subject.Data.Images.Shape.Channels == 1 ? null
            : $"{subject.Data.Images.Name} is no set of ten digits on one channel; use --data mnist.";
    }

    /// <inheritdoc/>
    public override void Measure(CellRequest cell, CellFigures figures)
    {
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(figures);
        using var scope = NewDisposeScope();
        var (from, to) = PairOf(cell.Part);
        var (zFrom, zTo) = (from + cell.Subject.LabelOffset, to + cell.Subject.LabelOffset);
        var images = cell.Chunk.Images * _settings.Scale;
        var background = (PictureInk.Background(cell.Subject.Data.Normalization, channels: 1) * _settings.Scale).to_type(images.dtype);
        var ink = PictureInk.Of(cell.Chunk.Pixels);
        var before = DigitFlip.LogOdds(cell.Subject.Model.Run(images, cell.Batch, cell.Cancellation), zFrom, zTo);
        var (own, other) = (Map(cell, images, zFrom), Map(cell, images, zTo));
        var erased = DigitFlip.Erased(own, other, _settings.Pixels);
        var erasedInk = DigitFlip.Erased(own * ink, other * ink, _settings.Pixels);
        IReadOnlyList<double> After(Tensor mask) => DigitFlip.LogOdds(cell.Subject.Model.Run(where(mask, background, images), cell.Batch, cell.Cancellation), zFrom, zTo);
        var (after, afterInk) = (After(erased), After(erasedInk));
        var counts = erased.sum([1, 2, 3]).data<long>().ToArray();
        for (var i = 0; i < cell.Chunk.Count; i++)
        {
            figures.Set(Change, i, before[i] - after[i]);
            figures.Set(InkChange, i, before[i] - afterInk[i]);
            figures.Set(Flipped, i, after[i] < 0 ? 1 : 0);
            figures.Set(Erased, i, counts[i]);
        }
    }

    private static (int From, int To) PairOf(ExperimentPart part) => Pairs.First(p => part.Name == $"{p.From}-to-{p.To}");

    private static Tensor Map(CellRequest cell, Tensor images, int output)
    {
        using var scope = NewDisposeScope();
        var map = cell.Method.Map(new MapRequest(images, Target.Class(output), cell.Chunk.Items, cell.Cancellation));
        return map.detach().MoveToOuterDisposeScope();
    }
}
