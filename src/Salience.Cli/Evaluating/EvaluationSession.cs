using Salience.Cli.Failures;
using Salience.Cli.Models;
using Salience.Cli.Training;
using Salience.Evaluation.Datasets;
using Salience.Evaluation.Experiments;
using Salience.Evaluation.Glyphs;
using Salience.Evaluation.Maps;
using Salience.Evaluation.Runs;
using Salience.Evaluation.Subjects;
using Salience.Imaging;
using Salience.Naming;
using static TorchSharp.torch;

namespace Salience.Cli.Evaluating;

/// <summary>Model and data that were opened for experiments.</summary>
internal sealed class EvaluationSession : IDisposable
{
    private const int DefaultScenes = 500;
    private const int TrainingScenes = 20_000;
    private const string TwoDigits = "glyphs-two-digits";
    private readonly ModelSession _model;

    private EvaluationSession(EvaluateSettings settings, ModelSession model)
    {
        (Settings, _model) = (settings, model);
        var data = Open(settings, model);
        var normalization = model.Settings.Normalize is { } given ? Parse(given) : data.Normalization;
        Subject = EvaluationSubject.Match(
            new EvaluationModel(model.Network, Path.GetFileName(settings.Network.Model), model.Info.Sha256),
            new EvaluationData(data, normalization, data is GlyphDataset scenes ? index => scenes.Scene(index).Digits[0].Mask : null, Training(settings, model)),
            settings.Network.LabelOffset);
    }

    /// <summary>Names that <c>--data</c> knows: those of trainings, and scenes that only measurements need.</summary>
    public static IReadOnlyList<string> DataNames { get; } = [.. DataKinds.Names, TwoDigits];

    /// <summary>What the command line says.</summary>
    public EvaluateSettings Settings { get; }

    /// <summary>Model and data.</summary>
    public EvaluationSubject Subject { get; }

    /// <summary>Opens model and data.</summary>
    /// <exception cref="UsageException">An option names something that does not exist, or options do not fit together.</exception>
    /// <exception cref="ModelException">The model cannot be used.</exception>
    /// <exception cref="InvalidDataException">Data are damaged or do not fit the model.</exception>
    public static EvaluationSession Open(EvaluateSettings settings)
    {
        var model = ModelSession.Load(settings.Network);
        try
        {
            return new EvaluationSession(settings, model);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>How much is measured.</summary>
    /// <param name="limit">Most pictures in each part.</param>
    public RunSettings RunSettings(int? limit)
    {
        var defaults = new RunSettings();
        return new RunSettings(limit, Settings.Network.Seed, Settings.Chunk ?? defaults.Chunk, Settings.Batch ?? defaults.Batch, get_num_threads(), Settings.Parts);
    }

    /// <summary>The methods that were asked for, or those of the experiment that apply to the network; and the controls.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="warn">Told what is left out.</param>
    public MethodSet Methods(Experiment experiment, Action<string> warn)
    {
        var set = new MethodSet();
        if (!experiment.Description.Needs.HasFlag(ExperimentNeeds.Methods))
            return set;
        try
        {
            foreach (var text in (Settings.Methods ?? experiment.DefaultMethods).Concat(experiment.Controls).Distinct())
            {
                var method = MapSources.Create(text, Subject.Model.Network, RunSettings(null).Batch);
                if (Settings.Methods is null && method.Refuses is { } reason)
                {
                    warn($"{text} is left out: {reason}");
                    method.Dispose();
                }
                else
                {
                    set.Add(method);
                }
            }

            return set;
        }
        catch (ArgumentException failure)
        {
            set.Dispose();
            throw new UsageException($"--methods: {KnownFailure.Describe(failure)}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();

    private static ImageDataset Open(EvaluateSettings settings, ModelSession model) => settings.Data switch
    {
        "mnist" => Mnist.Open(Folder(settings), Split.Test),
        "cifar10" => Cifar10.Open(Folder(settings), Split.Test),
        "cifar100" => Cifar100.Open(Folder(settings), Split.Test),
        "glyphs" => Glyphs(settings, GlyphVariant.Standard),
        "glyphs-watermark" => Glyphs(settings, GlyphVariant.Watermark),
        TwoDigits => Glyphs(settings, GlyphVariant.TwoDigits),
        var folder when Directory.Exists(folder) => Photos(SplitFolder.Find(folder)?.Test ?? folder, settings, model),
        var unknown => throw new UsageException(
            $"--data {unknown}: there is no such data set and no such folder; "
            + (Suggestion.Nearest(unknown, DataNames) is { } near ? $"did you mean '{near}'? " : string.Empty) + $"Data sets: {string.Join(", ", DataNames)}."),
    };

    /// <summary>The training split, where there is one, read when an experiment asks for it.</summary>
    private static Lazy<ImageDataset>? Training(EvaluateSettings settings, ModelSession model)
    {
        Func<ImageDataset>? open = settings.Data switch
        {
            "mnist" => () => Mnist.Open(Folder(settings), Split.Train),
            "cifar10" => () => Cifar10.Open(Folder(settings), Split.Train),
            "cifar100" => () => Cifar100.Open(Folder(settings), Split.Train),
            "glyphs" => () => TrainingGlyphs(settings, GlyphVariant.Standard),
            "glyphs-watermark" => () => TrainingGlyphs(settings, GlyphVariant.Watermark),
            var folder when SplitFolder.Find(folder) is { } split => () => Photos(split.Train, settings, model),
            _ => null,
        };
        return open is null ? null : new Lazy<ImageDataset>(open);
    }

    private static GlyphDataset TrainingGlyphs(EvaluateSettings settings, GlyphVariant variant) =>
        new(new GlyphSettings(settings.Network.Seed, variant, Split.Train), TrainingScenes, keep: true);

    private static GlyphDataset Glyphs(EvaluateSettings settings, GlyphVariant variant) =>
        new(new GlyphSettings(settings.Network.Seed, variant, Split.Test), settings.Images ?? DefaultScenes);

    private static ImageFolder Photos(string folder, EvaluateSettings settings, ModelSession model)
    {
        var plan = PictureInput.Plan(model.Network.Inputs[0], model.Settings);
        return ImageFolder.Open(folder, new ImageFolderSettings(new ImageShape(plan.Channels, plan.Height, plan.Width), settings.Synsets, model.Settings.Resize));
    }

    private static string Folder(EvaluateSettings settings) => settings.DataFolder
        ?? throw new UsageException($"--data {settings.Data} needs --data-dir DIR, the folder with its files; 'salience data get {settings.Data} --to DIR' fetches them.");

    private static Normalization Parse(string text)
    {
        try
        {
            return Normalization.Parse(text);
        }
        catch (ArgumentException failure)
        {
            throw new UsageException($"--normalize: {KnownFailure.Describe(failure)}");
        }
    }
}
