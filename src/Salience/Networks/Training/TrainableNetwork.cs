using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Networks.Training;

/// <summary>A network in training: its own copies of the parameters, open to gradients and to change.</summary>
/// <remarks>
/// Learned are the floating constants that a layer reads as weight, bias or scale. In training, batch normalisation standardises by the batch's
/// statistics and moves the running ones, <c>r ← (1 − m)·r + m·b</c> with the unbiased variance, as PyTorch does; dropout drops at random by
/// (seed, step, node); all other operators run as they are, batches by libtorch's fastest algorithms. No global random state is used.
/// </remarks>
/// <example>
/// <code>
/// using var training = new TrainableNetwork(network, seed: 1);
/// using var logits = training.Forward(images, step);
/// using var loss = torch.nn.functional.cross_entropy(logits, labels);
/// loss.backward();
/// </code>
/// </example>
public sealed class TrainableNetwork : IDisposable
{
    private readonly Network _source;
    private readonly ParameterVector _vector;
    private readonly Dictionary<string, Tensor> _statistics = [];
    private readonly BatchPlan _plan;

    /// <summary>Begins from the values of a network; the network itself never changes and may be disposed.</summary>
    /// <param name="source">One input; the first output is trained.</param>
    /// <param name="seed">Seed of what dropout drops.</param>
    /// <param name="statisticsMomentum">m, the weight of the newest batch in running statistics, 0 to 1.</param>
    /// <exception cref="ArgumentException">The network has several inputs or nothing to learn.</exception>
    public TrainableNetwork(Network source, long seed = 0, double statisticsMomentum = 0.1)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (!(statisticsMomentum is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(statisticsMomentum), statisticsMomentum, "The momentum of running statistics is between 0 and 1.");
        BatchPlan.RequireOneInput(source);
        var nodes = NetworkGraph.Needed(source.Nodes, [source.Outputs[0]]);
        var learnable = LearnableParameters.Find(source, nodes);
        if (learnable.Count == 0)
            throw new ArgumentException("The network has no weight that could be learned.", nameof(source));
        using var frozen = no_grad();
        _source = new Network(source.Nodes, source.ShareParameters(), source.Inputs, source.Outputs);
        _vector = new ParameterVector([.. learnable.Select(p => (p.Name, p.Role, source.Parameters[p.Name]))], source.ComputeType);
        foreach (var name in nodes.Where(n => n.Operator is BatchNormalization).SelectMany(n => n.Inputs.Skip(3)).Distinct().Where(source.Parameters.ContainsKey))
            _statistics.Add(name, source.Parameters[name].clone().DetachFromDisposeScope());
        var constants = _source.Parameters.ToDictionary();
        foreach (var (name, value) in CurrentValues())
            constants[name] = value;
        _plan = new BatchPlan(_source, nodes, constants, new BatchCompiler(statisticsMomentum, seed));
    }

    /// <summary>What is learned, weights first. <c>Value.grad</c> accumulates until <see cref="ZeroGradients"/>.</summary>
    public IReadOnlyList<TrainableParameter> Parameters => _vector.Parameters;

    /// <summary>Running means and variances of the batch normalisations by name; they belong to this network.</summary>
    public IReadOnlyDictionary<string, Tensor> Statistics => _statistics;

    /// <summary>The learned values and gradients as two vectors.</summary>
    internal ParameterVector Vector => _vector;

    /// <summary>Runs a batch in training mode, differentiable by <see cref="Parameters"/>.</summary>
    /// <param name="input">The input, usually <c>(N, C, H, W)</c>.</param>
    /// <param name="step">Number of the training step, from 0: a key of what dropout drops.</param>
    /// <returns>The first output, disposed by the caller.</returns>
    public Tensor Forward(Tensor input, long step)
    {
        using var gradients = enable_grad();
        return _plan.Run(input, new RunMode(Training: true, step));
    }

    /// <summary>Runs a batch in evaluation mode, not differentiable: running statistics, nothing dropped.</summary>
    /// <param name="input">The input, usually <c>(N, C, H, W)</c>.</param>
    /// <returns>The first output, disposed by the caller.</returns>
    public Tensor Evaluate(Tensor input)
    {
        using var frozen = no_grad();
        return _plan.Run(input, RunMode.Evaluation);
    }

    /// <summary>Sets all gradients to zero.</summary>
    public void ZeroGradients()
    {
        using var scope = NewDisposeScope();
        _vector.Gradients.zero_();
    }

    /// <summary>The network as it is now: same nodes and names, copies of the current values, in evaluation mode.</summary>
    /// <returns>A network of its own, disposed by the caller.</returns>
    public Network Snapshot()
    {
        using var frozen = no_grad();
        var parameters = _source.ShareParameters();
        foreach (var (name, value) in CurrentValues())
        {
            parameters[name].Dispose();
            using var detached = value.detach();
            parameters[name] = detached.clone();
        }

        return new Network(_source.Nodes, parameters, _source.Inputs, _source.Outputs);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _vector.Dispose();
        foreach (var statistic in _statistics.Values)
            statistic.Dispose();
        _source.Dispose();
    }

    private IEnumerable<(string Name, Tensor Value)> CurrentValues() =>
        Parameters.Select(p => (p.Name, p.Value)).Concat(_statistics.Select(s => (s.Key, s.Value)));
}
