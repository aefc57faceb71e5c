using System.Collections.Frozen;
using static TorchSharp.torch;

namespace Salience.Networks;

/// <summary>A trained network: operators in execution order, their parameters, inputs and outputs.</summary>
/// <remarks>
/// A network is immutable. Passes (batch-norm folding, pattern fusion, another precision) make a new one; tensors are
/// shared by handle, so each network is disposed on its own. Nodes that no output needs are dropped when it is made.
/// </remarks>
public sealed class Network : IDisposable
{
    private readonly FrozenDictionary<string, Tensor> _parameters;

    /// <summary>Makes a network. The tensors in <paramref name="parameters"/> become the network's own.</summary>
    /// <param name="nodes">Nodes, every one after those whose outputs it reads.</param>
    /// <param name="parameters">Constants by name; the network disposes them.</param>
    /// <param name="inputs">What a caller supplies.</param>
    /// <param name="outputs">Names of the values that <see cref="Run(IReadOnlyDictionary{string, Tensor}, CancellationToken)"/> returns, the explained one first.</param>
    /// <exception cref="ArgumentException">A node reads a value that nothing before it writes, or a value is written twice.</exception>
    public Network(IEnumerable<Node> nodes, IReadOnlyDictionary<string, Tensor> parameters, IReadOnlyList<NetworkInput> inputs, IReadOnlyList<string> outputs)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ConvolutionKernels.EnsureChosen();
        Inputs = inputs;
        Outputs = outputs;
        Nodes = NetworkGraph.Needed(nodes.ToList(), outputs);
        NetworkGraph.Validate(Nodes, parameters.Keys, inputs, outputs);
        var read = Nodes.SelectMany(n => n.Inputs).Concat(outputs).ToHashSet();
        foreach (var (name, tensor) in parameters)
        {
            if (!read.Contains(name))
                tensor.Dispose();
            else
                tensor.DetachFromDisposeScope();
        }

        _parameters = parameters.Where(p => read.Contains(p.Key)).ToFrozenDictionary();
    }

    /// <summary>Operators in execution order.</summary>
    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>Constants by name. They belong to the network: read them, do not dispose or change them.</summary>
    public IReadOnlyDictionary<string, Tensor> Parameters => _parameters;

    /// <summary>What a caller supplies; the first one is explained.</summary>
    public IReadOnlyList<NetworkInput> Inputs { get; }

    /// <summary>Names of the values that a run returns; the first one is explained.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>Number of parameter elements of floating type.</summary>
    public long ParameterCount => _parameters.Values.Where(p => p.is_floating_point()).Sum(p => p.numel());

    /// <summary>Element type in which the network computes: that of its first floating parameter, else of its input, else float32.</summary>
    public ScalarType ComputeType =>
        _parameters.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Value.dtype).Where(t => t is ScalarType.Float32 or ScalarType.Float64)
            .DefaultIfEmpty(Inputs.Count > 0 ? Inputs[0].Type : ScalarType.Float32).First();

    /// <summary>Runs the network on its first input and returns its first output.</summary>
    /// <param name="input">The first input, usually <c>(N, C, H, W)</c>.</param>
    /// <returns>The first output, disposed by the caller.</returns>
    public Tensor Run(Tensor input)
    {
        using var scope = NewDisposeScope();
        var outputs = Run(new Dictionary<string, Tensor> { [Inputs[0].Name] = input });
        return outputs[Outputs[0]].MoveToOuterDisposeScope();
    }

    /// <summary>Runs the network.</summary>
    /// <param name="inputs">A tensor for every input.</param>
    /// <param name="cancellation">Stops the run between two operators.</param>
    /// <returns>Every output by name, disposed by the caller.</returns>
    public IReadOnlyDictionary<string, Tensor> Run(IReadOnlyDictionary<string, Tensor> inputs, CancellationToken cancellation = default) =>
        Run(inputs, Outputs, cancellation);

    /// <summary>Runs the network as far as the named values need.</summary>
    /// <param name="inputs">A tensor for every input.</param>
    /// <param name="values">Names of the values wanted, intermediate ones included.</param>
    /// <param name="cancellation">Stops the run between two operators.</param>
    /// <returns>Each wanted value by name, disposed by the caller.</returns>
    public IReadOnlyDictionary<string, Tensor> Run(IReadOnlyDictionary<string, Tensor> inputs, IReadOnlyList<string> values, CancellationToken cancellation = default) =>
        Execution.Run(this, inputs, values, observer: null, cancellation);

    /// <summary>The same network with other values as outputs, for instance the logits in place of the probabilities.</summary>
    /// <param name="outputs">Names of values of this network, the explained one first.</param>
    /// <returns>A network of its own, disposed by the caller.</returns>
    public Network WithOutputs(params IReadOnlyList<string> outputs) => new(Nodes, ShareParameters(), Inputs, outputs);

    /// <summary>The same network computing in another floating type; integer and Boolean values stay as they are.</summary>
    /// <param name="type"><see cref="ScalarType.Float32"/> or <see cref="ScalarType.Float64"/>.</param>
    /// <returns>A network of its own, disposed by the caller.</returns>
    public Network To(ScalarType type)
    {
        if (type is not (ScalarType.Float32 or ScalarType.Float64))
            throw new ArgumentException($"A network computes in float32 or float64, not in {type}.", nameof(type));
        var parameters = _parameters.ToDictionary(p => p.Key, p => p.Value.is_floating_point() ? p.Value.to_type(type, copy: true) : p.Value.alias());
        var nodes = InnerNodes.WithComputeType(Nodes, type);
        var inputs = Inputs.Select(i => i.Type is ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64 ? i with { Type = type } : i);
        return new Network(nodes, parameters, inputs.ToList(), Outputs);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var parameter in _parameters.Values)
            parameter.Dispose();
    }

    /// <summary>New handles on the same parameter memory, for a network derived from this one.</summary>
    internal Dictionary<string, Tensor> ShareParameters() => _parameters.ToDictionary(p => p.Key, p => p.Value.alias());
}
