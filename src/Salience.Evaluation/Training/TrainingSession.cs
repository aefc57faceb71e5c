using System.Diagnostics;
using Salience.Evaluation.Datasets;
using Salience.Networks;
using Salience.Networks.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Evaluation.Training;

/// <summary>One training under way.</summary>
internal sealed class TrainingSession : IDisposable
{
    /// <summary>Batches read while a step runs: enough for reading to go on.</summary>
    private const int BatchesAhead = 2;

    private readonly TrainingSettings _settings;
    private readonly ImageDataset _train;
    private readonly ImageDataset? _test;
    private readonly TrainingRun _run;
    private readonly TrainingIdentity _identity;
    private readonly TrainableNetwork _network;
    private readonly VectorOptimizer _optimizer;
    private readonly DatasetBatches _batches;
    private readonly Augmentation _augmentation;
    private readonly TrainingLog _log;
    private readonly ProgressReport _report;
    private readonly ScalarType _inputType;
    private readonly Stopwatch _sinceCheckpoint = Stopwatch.StartNew();
    private readonly List<EpochRecord> _epochs = [];
    private long _step;
    private EpochSums _sums;

    public TrainingSession(TrainingSettings settings, Network start, ImageDataset train, ImageDataset? test, TrainingRun run, IProgress<TrainingProgress>? progress)
    {
        (_settings, _train, _test, _run) = (settings, train, test, run);
        _batches = new DatasetBatches(train, new BatchSettings(settings.BatchSize, settings.Seed, DropLast: train.Count >= settings.BatchSize));
        _identity = TrainingIdentity.Of(settings, start, train, test);
        _augmentation = new Augmentation(settings);
        _log = new TrainingLog(run.LogFile);
        _report = new ProgressReport(progress, settings.Epochs, Steps, run.ProgressInterval);
        _inputType = start.Inputs[0].Type;
        _network = new TrainableNetwork(start, settings.Seed, settings.StatisticsMomentum);
        _optimizer = VectorOptimizer.Create(_network.Vector, settings);
    }

    private long Steps => (long)_settings.Epochs * _batches.Count;

    /// <summary>Trains to the end.</summary>
    public TrainingResult Complete(CancellationToken cancellation)
    {
        Begin();
        try
        {
            while (_epochs.Count < _settings.Epochs)
            {
                TrainEpoch(_epochs.Count, cancellation);
                FinishEpoch(cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            // Cancellation strikes between two steps or during an evaluation, which changes nothing.
            SaveCheckpoint();
            throw;
        }

        return new TrainingResult(_network.Snapshot(), TrainingRecord.Of(_identity, _epochs));
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _network.Dispose();
    }

    private void Begin()
    {
        var resumed = _run.Resume && File.Exists(_run.CheckpointFile);
        if (resumed)
        {
            var position = TrainingCheckpoint.Read(_run.CheckpointFile!, _identity, _network, _optimizer);
            (_step, _sums) = (position.Step, position.Sums);
            _epochs.AddRange(position.Epochs);
        }
        else
        {
            // A folder that is missing or full is found now and not after an epoch.
            SaveCheckpoint();
        }

        _log.Begin(_identity, _epochs, resumed);
        _report.Begin(_step);
    }

    private void TrainEpoch(int epoch, CancellationToken cancellation)
    {
        var first = (int)(_step - (long)epoch * _batches.Count);
        ImageBatch Prepare(int index)
        {
            var batch = _batches.Read(epoch, index);
            _augmentation.Apply(batch, epoch);
            return batch;
        }

        var clock = Stopwatch.StartNew();
        foreach (var batch in ReadAhead.Run(first, _batches.Count, BatchesAhead, Prepare, cancellation))
        {
            var (loss, correct) = TrainStep(batch);
            _sums = new EpochSums(
                _sums.Loss + loss * batch.Count, _sums.Correct + correct, _sums.Images + batch.Count, _sums.Seconds + clock.Elapsed.TotalSeconds);
            clock.Restart();
            _step++;
            _report.Step(epoch + 1, _step, batch.Count, _sums.MeanLoss);
            if (_step % _run.CheckpointSteps == 0 || _sinceCheckpoint.Elapsed >= _run.CheckpointInterval)
                SaveCheckpoint();
        }
    }

    private (double Loss, long Correct) TrainStep(ImageBatch batch)
    {
        OutputCheck.RequireLabels(batch, _train);
        using var scope = NewDisposeScope();
        var (images, labels) = (batch.ToTensor(_train.Normalization).to_type(_inputType), batch.LabelTensor());
        _network.ZeroGradients();
        var logits = _network.Forward(images, _step);
        var loss = nn.functional.cross_entropy(logits, labels, label_smoothing: _settings.LabelSmoothing);
        loss.backward();
        var value = loss.ToDouble();
        if (!double.IsFinite(value))
            throw new ArithmeticException($"The loss is {value} at step {_step} of {Steps} with learning rate {LearningRate(_step)}; lower the learning rate, warm up or clip the gradients.");
        _optimizer.Step(LearningRate(_step), _step);
        return (value, logits.detach().argmax(1).eq(labels).sum().ToInt64());
    }

    private void FinishEpoch(CancellationToken cancellation)
    {
        var clock = Stopwatch.GetTimestamp();
        var accuracy = _test is null ? null
            : Accuracy.Of(_network.Evaluate, _inputType, _test, _train.Normalization, _settings.EvaluationBatchSize, cancellation);
        if (accuracy is not null && !double.IsFinite(accuracy.Loss))
            throw new ArithmeticException($"The test loss is {accuracy.Loss} after epoch {_epochs.Count + 1} of {_settings.Epochs}; lower the learning rate, warm up or clip the gradients.");
        var record = new EpochRecord(
            _epochs.Count + 1, _sums.MeanLoss, _sums.Accuracy, accuracy?.Loss, accuracy?.Share, LearningRate(_step - 1),
            _sums.Seconds + Stopwatch.GetElapsedTime(clock).TotalSeconds, _sums.Images / Math.Max(_sums.Seconds, 1e-9));
        _epochs.Add(record);
        _sums = default;
        SaveCheckpoint();
        _log.Add(record);
        _report.Epoch(record, _step);
    }

    private void SaveCheckpoint()
    {
        if (_run.CheckpointFile is { } path)
            TrainingCheckpoint.Write(path, _identity, new TrainingPosition(_step, _sums, _epochs), _network, _optimizer);
        _sinceCheckpoint.Restart();
    }

    private double LearningRate(long step) => _settings.LearningRate * _settings.Schedule.FactorAt(step, Steps);
}
