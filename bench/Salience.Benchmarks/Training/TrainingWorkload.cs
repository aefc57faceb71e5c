using Salience.Evaluation.Datasets;
using Salience.Evaluation.Training;
using Salience.Networks;
using Salience.Networks.Training;
using Salience.Zoo;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Benchmarks.Training;

/// <summary>The same training steps three times: by TorchSharp alone, by the training form of a network, and by the trainer.</summary>
/// <remarks>SGD with momentum and weight decay on all parameters, cross entropy. Every run begins anew, with random weights.</remarks>
internal sealed class TrainingWorkload : IDisposable
{
    private readonly Network _network;
    private readonly NoiseDataset _data;
    private readonly List<(Tensor Images, Tensor Labels)> _batches = [];
    private readonly Func<nn.Module<Tensor, Tensor>> _module;
    private readonly TrainingSettings _settings;
    private readonly Trainer _trainer;

    public TrainingWorkload(TrainedNetwork trained, int batch, int steps)
    {
        var entry = ZooCatalogue.Find(trained.Name);
        _network = entry.Build(trained.Settings);
        _module = trained.Module;
        _data = new NoiseDataset(new ImageShape(entry.Channels, entry.Size, entry.Size), batch * steps);
        foreach (var pictures in new DatasetBatches(_data, new BatchSettings(batch)).Epoch(0))
            _batches.Add((pictures.ToTensor(_data.Normalization), pictures.LabelTensor()));
        _settings = new TrainingSettings
        {
            Epochs = 1,
            BatchSize = batch,
            LearningRate = 0.01,
            Schedule = LearningRateSchedule.Constant(),
            Momentum = 0.9,
            WeightDecay = 5e-4,
            DecayAll = true,
        };
        _trainer = new Trainer(_settings);
        RequireSameParameters();
    }

    /// <summary>TorchSharp's modules, optimiser and loss over tensors that are there already.</summary>
    public void Bare()
    {
        using var module = _module();
        module.train();
        using var optimizer = optim.SGD(module.parameters(), _settings.LearningRate, _settings.Momentum, weight_decay: _settings.WeightDecay);
        foreach (var (images, labels) in _batches)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            nn.functional.cross_entropy(module.call(images), labels).backward();
            optimizer.step();
        }
    }

    /// <summary>The network's training form and its optimiser over the same tensors.</summary>
    public void Steps()
    {
        using var trainable = new TrainableNetwork(_network);
        using var optimizer = VectorOptimizer.Create(trainable.Vector, _settings);
        for (var step = 0; step < _batches.Count; step++)
        {
            using var scope = NewDisposeScope();
            trainable.ZeroGradients();
            nn.functional.cross_entropy(trainable.Forward(_batches[step].Images, step), _batches[step].Labels).backward();
            optimizer.Step(_settings.LearningRate, step);
        }
    }

    /// <summary>An epoch of the trainer: pictures are shuffled, read and normalised, losses and accuracies kept, the trained network handed out.</summary>
    public void Train() => _trainer.Train(_network, _data).Dispose();

    public void Dispose()
    {
        foreach (var (images, labels) in _batches)
        {
            images.Dispose();
            labels.Dispose();
        }

        _network.Dispose();
    }

    private void RequireSameParameters()
    {
        using var trainable = new TrainableNetwork(_network);
        using var module = _module();
        var (ours, theirs) = (trainable.Parameters.Sum(p => p.Value.numel()), module.parameters().Sum(p => p.numel()));
        if (ours != theirs)
            throw new InvalidOperationException($"The network has {ours} parameters and the module {theirs}: they are not the same layers.");
    }
}
