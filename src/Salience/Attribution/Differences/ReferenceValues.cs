using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Attribution.Differences;

/// <summary>What the nodes that need a rule read and wrote at the references.</summary>
internal sealed class ReferenceValues : IExecutionObserver, IDisposable
{
    private readonly DifferencePlan _plan;
    private readonly Dictionary<string, ReferenceCall> _calls = [];

    private ReferenceValues(DifferencePlan plan) => _plan = plan;

    /// <summary>The explained output as <c>(N, K)</c>.</summary>
    public Tensor Output { get; private set; } = null!;

    /// <summary>Runs the network on references, without gradients.</summary>
    public static ReferenceValues Record(Network network, DifferencePlan plan, IReadOnlyDictionary<string, Tensor> inputs, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var values = new ReferenceValues(plan);
        try
        {
            var output = Execution.Run(network, inputs, [network.Outputs[0]], values, cancellation)[network.Outputs[0]];
            values.Output = (output.dim() == 2 ? output.alias() : output.reshape(output.dim() == 0 ? 1 : output.shape[0], -1)).DetachFromDisposeScope();
            return values;
        }
        catch
        {
            values.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void OnExecuted(Node node, IReadOnlyList<Tensor?> inputs, Tensor[] outputs)
    {
        if (_plan.Needs(node))
            _calls.Add(node.Name, new ReferenceCall([.. inputs.Select(x => x?.alias().DetachFromDisposeScope())], [.. outputs.Select(y => y.alias().DetachFromDisposeScope())]));
    }

    /// <summary>Hands the values of a node over; they are asked for once.</summary>
    public ReferenceCall Take(Node node) => _calls.Remove(node.Name, out var call) ? call : throw new InvalidOperationException($"{node} did not run at the references.");

    /// <inheritdoc/>
    public void Dispose()
    {
        Output?.Dispose();
        foreach (var call in _calls.Values)
            call.Dispose();
        _calls.Clear();
    }
}
