using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Salience.Cli.Failures;
using Salience.Cli.Records;
using Salience.Cli.Terminal;
using Salience.Evaluation.Training;
using Salience.Files;
using Salience.Networks;
using Salience.Networks.Training;
using Salience.Onnx;
using Salience.Zoo;
using static TorchSharp.torch;

namespace Salience.Cli.Training;

/// <summary>One training: data, network and files are checked first, then it runs and the model is written.</summary>
internal sealed class TrainRun : IDisposable
{
    private static readonly TimeSpan CheckpointInterval = TimeSpan.FromMinutes(1);

    private readonly TrainSettings _settings;
    private readonly ZooEntry _entry;
    private readonly TrainingData _data;
    private readonly Trainer _trainer;
    private readonly double _width;
    private readonly Network _start;

    private TrainRun(TrainSettings settings, ZooEntry entry, Recipe recipe)
    {
        (_settings, _entry) = (settings, entry);
        _trainer = new Trainer(settings.Adjust(recipe.Settings));
        _width = settings.Width ?? recipe.WidthFactor;
        _data = TrainingData.Open(settings, entry, recipe);
        _start = Build();
    }

    /// <summary>Opens the data and builds the network.</summary>
    /// <exception cref="UsageException">An option names something that does not exist, or options do not fit together.</exception>
    /// <exception cref="IOException">Data are missing, or a result cannot be written.</exception>
    /// <exception cref="InvalidDataException">Data are damaged.</exception>
    public static TrainRun Prepare(TrainSettings settings, CommandContext context)
    {
        var entry = Find(settings.Network);
        foreach (var file in new[] { settings.Out, settings.CheckpointFile, settings.Log })
        {
            // A folder that cannot be written is told before hours of work.
            if (file is not null)
                AtomicFile.Create(file).Dispose();
        }

        var interrupted = File.Exists(settings.CheckpointFile);
        if (interrupted && !settings.Resume)
            throw new UsageException($"{settings.CheckpointFile}: holds an earlier training; add --resume to go on with it, or remove the file.");
        if (!interrupted && settings.Resume)
            context.Warn($"{settings.CheckpointFile}: there is no checkpoint; the training begins.");
        if (settings.Threads is { } threads)
            set_num_threads(threads);
        return new TrainRun(settings, entry, Recipes.Find(DataKinds.KindOf(settings.Data) ?? settings.Data, entry.Name));
    }

    /// <summary>Trains and writes the model; a finished training needs its checkpoint no more, unless it was asked for.</summary>
    public TrainRecord Train(CommandContext context)
    {
        var run = new TrainingRun
        {
            CheckpointFile = _settings.CheckpointFile,
            CheckpointInterval = CheckpointInterval,
            LogFile = _settings.Log,
            Resume = _settings.Resume,
        };
        var watch = Stopwatch.StartNew();
        using var result = Train(context, run);
        Save(result);
        DropCheckpoint();
        return Describe(result, watch.Elapsed);
    }

    /// <inheritdoc/>
    public void Dispose() => _start.Dispose();

    private TrainingResult Train(CommandContext context, TrainingRun run)
    {
        try
        {
            return TrainDisplay.Run(context, progress => _trainer.Train(_start, _data.Train, _data.Test, run, progress, context.Cancellation));
        }
        catch (ArithmeticException)
        {
            // Going on from there would only end there again.
            DropCheckpoint();
            throw;
        }
    }

    private void DropCheckpoint()
    {
        if (_settings.Checkpoint is null)
            File.Delete(_settings.CheckpointFile);
    }

    private static ZooEntry Find(string name)
    {
        try
        {
            return ZooCatalogue.Find(name);
        }
        catch (ArgumentException failure)
        {
            throw new UsageException($"--network {KnownFailure.Describe(failure)}");
        }
    }

    private Network Build()
    {
        var shape = _data.Train.Shape;
        try
        {
            return _entry.Build(new ZooSettings
            {
                Classes = _data.Train.Classes.Count,
                Channels = shape.Channels,
                Height = shape.Height,
                Width = shape.Width,
                WidthFactor = _width,
                Seed = _settings.Seed,
            });
        }
        catch (ArgumentException failure)
        {
            throw new UsageException($"--network {KnownFailure.Describe(failure).TrimEnd('.')}; the pictures of {_data.Train.Name} are {shape}.");
        }
    }

    private void Save(TrainingResult result) => OnnxExporter.Save(result.Network, _settings.Out, new OnnxExportOptions
    {
        GraphName = _entry.Name,
        Labels = _data.Train.Classes,
        Preprocessing = _data.Preprocessing,
        TrainingRecord = result.Record.ToJson(),
        Metadata = new Dictionary<string, string>
        {
            ["architecture"] = _entry.Name,
            ["width"] = _width.ToString(CultureInfo.InvariantCulture),
        },
    });

    private TrainRecord Describe(TrainingResult result, TimeSpan time)
    {
        using var file = File.OpenRead(_settings.Out);
        var last = result.Epochs[^1];
        return new TrainRecord
        {
            Model = new ModelRecord(_settings.Out, Convert.ToHexStringLower(SHA256.HashData(file))),
            FileBytes = file.Length,
            Network = _entry.Name,
            Width = _width,
            Parameters = LearnableParameters.Find(result.Network, result.Network.Nodes).Sum(p => result.Network.Parameters[p.Name].numel()),
            Data = _settings.Data,
            TrainCount = _data.Train.Count,
            TestCount = _data.Test.Count,
            TestAccuracy = last.TestAccuracy!.Value,
            TestLoss = last.TestLoss!.Value,
            TrainLoss = last.TrainLoss,
            Seconds = time.TotalSeconds,
            TrainingSeconds = result.Epochs.Sum(epoch => epoch.Seconds),
            ImagesPerSecond = last.ImagesPerSecond,
            Training = JsonElement.Parse(result.Record.ToJson()),
        };
    }
}
